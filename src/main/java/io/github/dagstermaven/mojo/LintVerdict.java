package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.LintThreshold;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.LintText;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What comes of the findings of lint: which are told, and which fail the build. */
final class LintVerdict {
    private final AbstractDagsterMojo mojo;
    private final LintOutputs outputs;
    private final Map<LintRule, LintLevel> levels;
    private final LintThreshold threshold;
    private final String appendAssets;
    private final Optional<Baseline> baseline;

    /**
     * A verdict as the parameters of these names have it.
     *
     * @throws PipelineException they have no such rule or value, or there is no such baseline
     */
    LintVerdict(
            AbstractDagsterMojo mojo,
            PlexusConfiguration lint,
            String failOnLint,
            String appendAssets,
            String baseline) {
        this.mojo = mojo;
        this.outputs = new LintOutputs(mojo);
        this.levels = levels(mojo.context().maps().read("lint", lint));
        this.threshold = Choice.of("failOnLint", "lint level", failOnLint, LintThreshold.class);
        this.appendAssets = Given.text(appendAssets);
        // A module that only gathers others has nothing to compare.
        this.baseline = Given.text(baseline) == null || !mojo.context().hasDefinitions()
                ? Optional.empty()
                : mojo.baselines().findKept(baseline.strip());
    }

    /** The file of the baseline, on which the verdict depends; empty without one. */
    Optional<Path> baselineFile() {
        return baseline.map(Baseline::file);
    }

    /** What to ask for, so that every rule that is not off can tell what it finds. */
    DescribeRequest request() {
        boolean dryTicks =
                level(LintRule.FAILING_SCHEDULE) != LintLevel.OFF || level(LintRule.FAILING_SENSOR) != LintLevel.OFF;
        return new DescribeRequest(mojo.location, mojo.repository, dryTicks, appendAssets);
    }

    /** The findings, which neither are told nor fail the build. */
    List<JudgedFinding> findings(Definitions definitions) {
        return judge(definitions).findings();
    }

    /** Tells all findings, and fails the build if one of them does. */
    void onAll(Definitions definitions) {
        LintReport report = judge(definitions);
        outputs.write(report);
        text().tell(report, mojo.console(), outputs.file());
        new BuildServer(mojo).annotate(report.counting());
        failOn(report);
    }

    /** Fails the build if a finding does, and tells those alone: before something runs, the others would be in the way. */
    void onFailing(Definitions definitions) {
        LintReport report = judge(definitions);
        outputs.write(report);
        List<JudgedFinding> failing = report.failing(threshold);
        if (!failing.isEmpty()) {
            text().tell(failing, "finding", outputs.file(), mojo.console()::error);
            new BuildServer(mojo).annotate(failing);
            failOn(report);
        }
    }

    private static Map<LintRule, LintLevel> levels(Map<String, String> given) {
        Map<LintRule, LintLevel> levels = new EnumMap<>(LintRule.class);
        given.forEach((id, level) -> levels.put(
                LintRule.of(id).orElseThrow(() -> unknown(id)),
                Choice.of("lint", "lint level", level, LintLevel.class)));
        return levels;
    }

    private static PipelineException unknown(String id) {
        return new PipelineException(Problem.ofValue(
                "unknown_name", "There is no lint rule '" + id + "'", "lint rule", id, "lint", LintRule.ids(), null));
    }

    private LintLevel level(LintRule rule) {
        return levels.getOrDefault(rule, rule.defaultLevel());
    }

    private LintReport judge(Definitions definitions) {
        return LintReport.of(
                definitions,
                levels,
                baseline.map(found -> LintReport.identities(found.definitions()))
                        .orElse(null));
    }

    private void failOn(LintReport report) {
        List<JudgedFinding> failing = report.failing(threshold);
        if (failing.isEmpty()) {
            return;
        }
        mojo.context()
                .records()
                .addErrors(
                        "lint",
                        new PipelineException(
                                failing.stream().map(JudgedFinding::problem).toList(), null));
        List<String> rules =
                failing.stream().map(one -> one.finding().rule()).distinct().toList();
        String first = rules.get(0);
        throw new PipelineException(Problem.of(
                "lint_failed",
                "Lint fails the build (failOnLint=" + Choice.word(threshold) + "): "
                        + Listing.count(failing.size(), "finding") + " of " + String.join(", ", rules),
                "Correct what is found; or suppress it where it is, with the comment # dagster-lint: ignore[" + first
                        + "]; or lower the rule, with <lint><" + first + ">info</" + first
                        + "></lint> or -Ddagster.lint='{\"" + first + "\": \"info\"}'; or accept what"
                        + " was there before, with <baseline> or -Ddagster.baseline and a manifest.json of then"));
    }

    private LintText text() {
        return new LintText(mojo.context().directory());
    }
}
