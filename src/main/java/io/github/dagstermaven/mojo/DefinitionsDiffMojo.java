package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.DefinitionsDiffFiles;
import io.github.dagstermaven.report.DefinitionsDiffText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tells what has become of the definitions since a baseline: what was added, removed, renamed and changed, and which of it may break
 * what relies on them. Writes {@code target/dagster/definitions-diff.json}, and {@code definitions-diff.md} for a merge request, which
 * GitHub Actions shows as the summary of the job.
 *
 * @since 0.1.0
 */
@Mojo(name = "definitions-diff", requiresProject = false, threadSafe = true)
public final class DefinitionsDiffMojo extends AbstractQueryMojo implements UsesDefinitions {
    /** Where GitHub Actions looks for what a step has to say. */
    private static final String JOB_SUMMARY = "GITHUB_STEP_SUMMARY";

    /**
     * What the definitions are compared with: a {@code manifest.json}, relative to the project's folder; the
     * {@code groupId:artifactId:version} of a module whose manifest was deployed; or {@code RELEASE}, the last release of this module
     * before its current version. A module that was never released has nothing to compare with, which is no error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.baseline", defaultValue = Baselines.LAST_RELEASE)
    private String baseline;

    /**
     * Whether a breaking change fails the build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnBreaking", defaultValue = "false")
    private boolean failOnBreaking;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        baseline = baseline == null || baseline.isBlank() ? Baselines.LAST_RELEASE : baseline.strip();
    }

    @Override
    void run() {
        requireOutputFormat();
        if (failOnBreaking) {
            baselines().requireKept(baseline);
        }
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        // Before the manifest of now is written, which may be at the same place.
        AtomicReference<String> reason = new AtomicReference<>();
        Optional<Baseline> found = baselines().find(baseline, reason::set);
        Definitions now = context().manifestFile().written(describe(dagster.get()));
        Optional<DefinitionsDiff> diff = found.map(before -> DefinitionsDiff.between(
                before.name(),
                before.masked(context().manifestFile()).definitions().narrowedTo(location, repository),
                now));
        Path json = context().layout().definitionsDiff("json");
        String summary = new DefinitionsDiffFiles(
                        json,
                        context().layout().definitionsDiff("md"),
                        context().directory(),
                        context().secrets())
                .write(context().title(), diff.orElse(null), reason.get());
        addToJobSummary(summary);
        DefinitionsDiffText text = new DefinitionsDiffText(context().directory());
        String whole = context().shown(json);
        diff.ifPresent(changes -> {
            show(changes, () -> text.lines(changes, whole));
            if (failOnBreaking && changes.breaking() > 0) {
                throw new PipelineException(
                        Problem.ofParameter(
                                "breaking_change",
                                Listing.count(changes.breaking(), "breaking change") + " since " + changes.baseline()
                                        + ":\n" + String.join("\n", text.breaking(changes, whole)),
                                "failOnBreaking",
                                "Take back what breaks others, or release it as what it is with -Ddagster.failOnBreaking=false"));
            }
        });
    }

    private void addToJobSummary(String summary) {
        String file = System.getenv(JOB_SUMMARY);
        if (file == null || file.isBlank()) {
            return;
        }
        try {
            Files.writeString(Path.of(file), summary + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException | InvalidPathException e) {
            console().warn("Not added to the summary of the job (" + JOB_SUMMARY + "): " + e.getMessage());
        }
    }
}
