package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.report.DefinitionsText;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Loads and checks every definition, as {@code dagster definitions validate} does, and tells what lint finds in them: what Dagster
 * accepts silently, and what good practice asks for. Writes the manifest, attaches it with the classifier {@code manifest}, and writes
 * the findings as SARIF.
 *
 * @since 0.1.0
 */
@Mojo(name = "definitions-validate", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class DefinitionsValidateMojo extends AbstractLintMojo {

    /**
     * Skips this goal, without starting Python, when nothing has changed since it was successful: the files of the project, the
     * parameters, variables and secrets, and the environment. What definitions read from elsewhere is not known.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skipUnchanged", defaultValue = "false")
    private boolean skipUnchanged;

    /**
     * From which level on a finding of lint fails the build: {@code error}, {@code warn} or {@code never}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnLint", defaultValue = "error")
    private String failOnLint;

    @Override
    void run() {
        LintVerdict verdict = lintVerdict(failOnLint);
        NamedFiles files = new NamedFiles(
                context().directory(),
                List.of(),
                verdict.baselineFile().stream().toList());
        UnchangedGoal unchanged = new UnchangedGoal(this, skipUnchanged, files, false);
        if (unchanged.isSkipped()) {
            attachManifest();
            return;
        }
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        Definitions definitions = describe(dagster.get(), verdict.request());
        attachManifest();
        console()
                .info("Definitions are valid: "
                        + DefinitionsText.assetCount(definitions.assets())
                        + ", " + Listing.count(definitions.checks().size(), "check")
                        + ", " + Listing.count(definitions.jobs().size(), "job")
                        + ", " + Listing.count(definitions.schedules().size(), "schedule")
                        + ", " + Listing.count(definitions.sensors().size(), "sensor")
                        + ", " + Listing.count(definitions.resources().size(), "resource")
                        + " in " + Listing.count(definitions.locations().size(), "code location")
                        + " (" + String.join(", ", definitions.locations()) + ")");
        verdict.onAll(definitions);
        keep(unchanged, dagster.get());
    }
}
