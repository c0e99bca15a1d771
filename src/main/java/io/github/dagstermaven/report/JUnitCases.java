package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResult.AssetResult;
import io.github.dagstermaven.dagster.RunResult.CheckResult;
import io.github.dagstermaven.dagster.RunResult.Outcome;
import io.github.dagstermaven.dagster.RunResult.RunStatus;
import io.github.dagstermaven.dagster.RunResult.StepOutput;
import io.github.dagstermaven.dagster.RunResult.StepResult;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.SkippedCheck;
import io.github.dagstermaven.dagster.RunResults.SkippedGoal;
import io.github.dagstermaven.report.JUnitCase.Verdict;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as JUnit knows them: a check that does not pass is a failure, whatever could not be carried out an error. */
final class JUnitCases {
    /** So much of a message that what stands below it is not cut off. */
    private static final Excerpt MESSAGE = new Excerpt(10_000);

    private static final String WHOLE_RUN = "";

    private final CheckSeverityThreshold threshold;
    private final ReportedModule module;

    JUnitCases(CheckSeverityThreshold threshold, ReportedModule module) {
        this.threshold = threshold;
        this.module = module;
    }

    /** The cases of a run and of what was tried again of it. One that did not end well has at least one case that says so. */
    List<JUnitCase> of(Attempts attempts) {
        Map<String, List<JUnitCase>> latest = new LinkedHashMap<>();
        Map<String, List<JUnitCase>> bad = new LinkedHashMap<>();
        for (RunResult run : attempts.runs()) {
            // Only an attempt that did not end well has a case of its own.
            latest.computeIfPresent(WHOLE_RUN, (item, before) -> {
                keepBad(bad, item, before);
                return before.stream().map(JUnitCase::passed).toList();
            });
            byItem(run)
                    .forEach((item, cases) -> latest.merge(item, cases, (before, now) -> {
                        if (now.stream().allMatch(one -> one.verdict() == Verdict.SKIPPED)) {
                            return before;
                        }
                        keepBad(bad, item, before);
                        return now;
                    }));
        }
        List<JUnitCase> all = new ArrayList<>();
        latest.forEach((item, ofIt) ->
                ofIt.forEach(one -> all.add(one.after(attemptsAt(one, bad.getOrDefault(item, List.of()))))));
        return all;
    }

    private static void keepBad(Map<String, List<JUnitCase>> bad, String item, List<JUnitCase> cases) {
        cases.stream().filter(JUnitCase::isBad).forEach(one -> add(bad, item, one));
    }

    /** Of the bad ends of a thing those of this partition; a range of partitions may have failed as a whole. */
    private static List<JUnitCase> attemptsAt(JUnitCase one, List<JUnitCase> bad) {
        List<JUnitCase> same =
                bad.stream().filter(other -> other.name().equals(one.name())).toList();
        return same.isEmpty() ? bad : same;
    }

    /** A case, what it is about, and the step that it is a result of. */
    private record Told(String item, String step, JUnitCase told) {}

    private Map<String, List<JUnitCase>> byItem(RunResult run) {
        List<Told> all = new ArrayList<>();
        run.assets().forEach(one -> all.add(new Told("asset " + one.key(), one.step(), of(run, one))));
        run.checks()
                .forEach(
                        one -> all.add(new Told("check " + one.asset() + ": " + one.name(), one.step(), of(run, one))));
        run.steps().forEach(one -> all.add(new Told("step " + one.key(), one.key(), of(run, one))));
        Map<Told, String> said = saidBy(all, run);
        Map<String, List<JUnitCase>> cases = new LinkedHashMap<>();
        all.forEach(
                one -> add(cases, one.item(), said.containsKey(one) ? one.told().saying(said.get(one)) : one.told()));
        boolean told = all.stream().anyMatch(one -> one.told().isBad());
        if (run.status() != RunStatus.SUCCESS && !told) {
            add(cases, WHOLE_RUN, ofRun(run));
        }
        return cases;
    }

    /** What a step says stands once: with the first of its cases that is bad, or else with its first. */
    private Map<Told, String> saidBy(List<Told> all, RunResult run) {
        Map<Told, String> said = new IdentityHashMap<>();
        for (StepOutput output : run.output()) {
            List<Told> ofStep =
                    all.stream().filter(one -> output.step().equals(one.step())).toList();
            ofStep.stream()
                    .filter(one -> one.told().isBad())
                    .findFirst()
                    .or(() -> ofStep.stream().findFirst())
                    .ifPresent(one -> said.put(one, text(run, output)));
        }
        return said;
    }

    private String text(RunResult run, StepOutput output) {
        if (output.omittedLines() == 0) {
            return output.text();
        }
        String lines = output.omittedLines() == 1 ? "1 line" : output.omittedLines() + " lines";
        return "… (" + lines + " before this in " + module.logFile(run.runId()) + ")\n" + output.text();
    }

    private static void add(Map<String, List<JUnitCase>> cases, String item, JUnitCase one) {
        cases.computeIfAbsent(item, unknown -> new ArrayList<>()).add(one);
    }

    /** The cases of something that is part of no run: the asset, then its checks. */
    static List<JUnitCase> of(ReportedModule module, SkippedAsset one) {
        String className = module.unique(String.valueOf(one.location())) + "." + one.asset();
        return Stream.concat(Stream.of(one.label()), one.checks().stream().map(name -> one.label() + ": " + name))
                .map(name ->
                        new JUnitCase(className, name, 0, Verdict.SKIPPED, null, one.reason(), null, null, Map.of()))
                .toList();
    }

    /** The case of a goal that was skipped as a whole. */
    static JUnitCase of(ReportedModule module, SkippedGoal one) {
        return new JUnitCase(
                module.unique(one.goal()), one.goal(), 0, Verdict.SKIPPED, null, one.reason(), null, null, Map.of());
    }

    /** The case of a check that is part of no run. */
    static JUnitCase of(ReportedModule module, SkippedCheck one) {
        String className = module.unique(String.valueOf(one.location())) + "." + one.asset();
        return new JUnitCase(className, one.label(), 0, Verdict.SKIPPED, null, one.reason(), null, null, Map.of());
    }

    /** Something that is wrong, in lines for people, the first of which says it all. */
    static JUnitCase error(String className, String name, String kind, List<String> lines) {
        return new JUnitCase(
                className, name, 0, Verdict.ERROR, kind, lines.get(0), String.join("\n", lines), null, Map.of());
    }

    private JUnitCase of(RunResult run, AssetResult asset) {
        return carriedOut(
                location(run) + "." + asset.key(),
                asset.label(),
                asset.outcome(),
                asset.seconds(),
                asset.failure(),
                asset.reason(),
                asset.metadata());
    }

    private JUnitCase of(RunResult run, StepResult step) {
        String name = run.partition() == null ? step.key() : step.key() + "[" + run.partition() + "]";
        return carriedOut(classOf(run), name, step.outcome(), step.seconds(), step.failure(), step.reason(), Map.of());
    }

    private JUnitCase of(RunResult run, CheckResult check) {
        String className = location(run) + "." + check.asset();
        if (check.outcome() != Outcome.PASSED && check.outcome() != Outcome.FAILED) {
            return carriedOut(
                    className,
                    check.label(),
                    check.outcome(),
                    check.seconds(),
                    check.failure(),
                    check.reason(),
                    check.metadata());
        }
        boolean passed = check.outcome() == Outcome.PASSED;
        boolean failure = !passed && threshold.isReachedBy(check.severity());
        String message = check.description() == null ? "the check did not pass" : check.description();
        String details =
                check.metadata().entrySet().stream().map(MetadataText::entry).collect(Collectors.joining("\n"));
        String severity = check.severity() == null ? "" : check.severity() + " ";
        String output = passed ? check.description() : severity + "check did not pass: " + message + "\n" + details;
        return new JUnitCase(
                className,
                check.label(),
                check.seconds(),
                failure ? Verdict.FAILURE : Verdict.PASSED,
                "AssetCheckFailed",
                message,
                failure && !details.isEmpty() ? message + "\n" + details : message,
                failure ? null : output,
                check.metadata());
    }

    private String location(RunResult run) {
        return module.unique(String.valueOf(run.location()));
    }

    private String classOf(RunResult run) {
        return run.adHoc() ? location(run) : location(run) + "." + run.job();
    }

    private static JUnitCase carriedOut(
            String className,
            String name,
            Outcome outcome,
            double seconds,
            Failure failure,
            String reason,
            Map<String, Object> metadata) {
        return switch (outcome) {
            case MATERIALIZED, OBSERVED, PASSED, SUCCEEDED ->
                new JUnitCase(className, name, seconds, Verdict.PASSED, null, null, null, null, metadata);
            case SKIPPED ->
                new JUnitCase(className, name, seconds, Verdict.SKIPPED, null, reason, null, null, metadata);
            case FAILED, ERRORED -> error(className, name, seconds, failure, metadata);
            case CANCELED ->
                new JUnitCase(className, name, seconds, Verdict.ERROR, "RunCanceled", reason, reason, null, metadata);
        };
    }

    private JUnitCase ofRun(RunResult run) {
        String className = classOf(run);
        if (run.failure() != null) {
            return error(className, run.label(), run.seconds(), run.failure(), Map.of());
        }
        String message = switch (run.status()) {
            case CANCELED -> "the run was cancelled";
            case NOT_STARTED -> "the run was not started";
            case FAILURE, SUCCESS -> "the run failed";
        };
        return new JUnitCase(
                className, run.label(), run.seconds(), Verdict.ERROR, "RunFailed", message, message, null, Map.of());
    }

    private static JUnitCase error(
            String className, String name, double seconds, Failure failure, Map<String, Object> metadata) {
        if (failure == null) {
            String message = "it failed and no reason was given";
            return new JUnitCase(
                    className, name, seconds, Verdict.ERROR, "StepFailed", message, message, null, metadata);
        }
        List<String> text = new ArrayList<>();
        boolean silent = failure.message() == null || failure.message().isBlank();
        text.add(silent ? failure.type() : failure.type() + ": " + MESSAGE.of(failure.message()));
        if (failure.at() != null) {
            text.add(failure.at().file() + ":" + failure.at().line());
        }
        failure.metadata().entrySet().stream().map(MetadataText::entry).forEach(text::add);
        if (failure.stack() != null) {
            text.add(UserFrames.of(failure.stack()));
        }
        return new JUnitCase(
                className,
                name,
                seconds,
                Verdict.ERROR,
                failure.type(),
                silent ? failure.type() : failure.message(),
                String.join("\n", text),
                null,
                metadata);
    }
}
