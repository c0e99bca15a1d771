package io.github.dagstermaven.mojo;

import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * What goals have in common that lint definitions and run nothing. Those that run something have the same parameters, and
 * {@link AbstractRunMojo} above them: Maven gives parameters to the classes of a goal alone.
 */
abstract class AbstractLintMojo extends AbstractDagsterMojo implements UsesDefinitions {
    /**
     * Levels of lint rules, by their ids: {@code off}, {@code info}, {@code warn} or {@code error}. A map, or a JSON object as a
     * property (<code>-Ddagster.lint='{"missing-owner": "error"}'</code>). Default: the rule's own.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.lint")
    private PlexusConfiguration lint;

    /**
     * Assets whose data is appended to, as a selection in Dagster's syntax ({@code kind:events}): the lint rule
     * {@code unpartitioned-append} wants them to be partitioned.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.appendAssets")
    private String appendAssets;

    /**
     * A manifest of before, whose findings of lint are known and do not fail the build: a {@code manifest.json}, relative to the
     * project's folder; the {@code groupId:artifactId:version} of a module whose manifest was deployed; or {@code RELEASE}, the last
     * release of this module before its current version.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.baseline")
    private String baseline;

    /** What comes of the findings of lint, from this level on the build's failure. */
    final LintVerdict lintVerdict(String failOnLint) {
        return new LintVerdict(this, lint, failOnLint, appendAssets, baseline);
    }
}
