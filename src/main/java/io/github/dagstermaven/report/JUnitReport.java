package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.GoalError;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.SkippedCheck;
import io.github.dagstermaven.dagster.RunResults.SkippedGoal;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code TEST-*.xml} as Surefire writes them: a suite for each code location and job, a case for each asset, partition
 * and check; and one for each goal that was ended by a problem, with a case for each of them.
 */
public final class JUnitReport {
    private static final String PREFIX = "TEST-dagster.";

    private final Path directory;
    private final ReportedModule module;
    private final Function<RunResult, CheckSeverityThreshold> threshold;
    private final Secrets secrets;
    private final ProblemText problems;

    /**
     * Reports in a folder.
     *
     * @param module whose reports they are
     * @param threshold from which severity on a failing check of a run is a failure: what the goal that ran it decided by
     * @param problems how problems outside of runs are told
     * @param secrets what must not be seen
     */
    public JUnitReport(
            Path directory,
            ReportedModule module,
            Function<RunResult, CheckSeverityThreshold> threshold,
            ProblemText problems,
            Secrets secrets) {
        this.directory = directory;
        this.module = module;
        this.threshold = threshold;
        this.problems = problems;
        this.secrets = secrets;
    }

    /**
     * Writes a file for each suite and removes those of an earlier build.
     *
     * @param results everything of this build so far, the runs of earlier goals included
     * @return the files, in the order of the suites
     */
    public List<Path> write(RunResults results) {
        List<Path> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JUnitSuite suite : suites(results)) {
            Path file = directory.resolve(fileName(suite.name(), names));
            ReportFile.write(file, suite::writeTo);
            files.add(file);
        }
        removeOthers(names);
        return files;
    }

    /** Removes the reports of an earlier build. */
    public void clear() {
        removeOthers(Set.of());
    }

    private List<JUnitSuite> suites(RunResults results) {
        Map<String, JUnitSuite> suites = new LinkedHashMap<>();
        for (Attempts attempts : Attempts.of(results.runs())) {
            RunResult run = attempts.runs().get(0);
            String location = module.unique(String.valueOf(run.location()));
            String name = run.adHoc() ? location : location + "." + run.job();
            JUnitSuite suite = suites.computeIfAbsent(name, unknown -> newSuite(unknown, results));
            JUnitCases cases = new JUnitCases(threshold.apply(run), module);
            suite.add(attempts, () -> cases.of(attempts));
        }
        for (SkippedAsset one : results.skipped()) {
            suite(suites, String.valueOf(one.location()), results).add(() -> JUnitCases.of(module, one));
        }
        for (SkippedGoal one : results.skippedGoals()) {
            JUnitCase told = JUnitCases.of(module, one);
            suite(suites, one.goal(), results).add(() -> List.of(told));
        }
        for (SkippedCheck one : results.skippedChecks()) {
            JUnitCase told = JUnitCases.of(module, one);
            suite(suites, String.valueOf(one.location()), results).add(() -> List.of(told));
        }
        Map<List<String>, Integer> named = new HashMap<>();
        for (GoalError error : results.errors()) {
            Problem problem = error.problem();
            String location = problem.codeLocation() == null ? error.during() : problem.codeLocation();
            List<String> lines = problems.lines(List.of(problem));
            String name = caseName(problem, lines.get(0));
            int number = named.merge(List.of(error.during(), location, name), 1, Integer::sum);
            JUnitCase told = JUnitCases.error(
                    module.unique(location), number == 1 ? name : name + " (" + number + ")", problem.kind(), lines);
            suite(suites, error.during(), results).add(() -> List.of(told));
        }
        return List.copyOf(suites.values());
    }

    /** What a build server knows it again by in the next build: a finding of lint also when its line has moved. */
    private static String caseName(Problem problem, String headline) {
        String kind = problem.kind().replace('_', ' ') + ": ";
        if (LintRule.of(problem.kind()).isEmpty()) {
            return kind + headline;
        }
        return kind + (problem.value() == null ? problem.message() : problem.subject() + " '" + problem.value() + "'");
    }

    private JUnitSuite suite(Map<String, JUnitSuite> suites, String name, RunResults results) {
        return suites.computeIfAbsent(module.unique(name), unknown -> newSuite(unknown, results));
    }

    private JUnitSuite newSuite(String name, RunResults results) {
        JUnitSuite suite = new JUnitSuite(name, secrets);
        if (module.id() != null) {
            suite.property("dagster.module", module.id());
        }
        suite.property("dagster.buildId", results.buildId());
        if (results.dagsterVersion() != null) {
            suite.property("dagster.version", results.dagsterVersion());
        }
        return suite;
    }

    /** Safe on every file system, the same every time, and never the same for two suites, whatever their case. */
    private static String fileName(String suite, Set<String> taken) {
        String safe = suite.replaceAll("[^A-Za-z0-9._-]", "_");
        String shortened = safe.length() > 150 ? safe.substring(0, 150) : safe;
        String name = PREFIX + shortened + ".xml";
        if (!shortened.equals(suite) || taken.stream().anyMatch(name::equalsIgnoreCase)) {
            name = PREFIX + shortened + "-" + String.format(Locale.ROOT, "%08x", suite.hashCode()) + ".xml";
        }
        taken.add(name);
        return name;
    }

    private void removeOthers(Set<String> names) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*.xml")) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean " + directory + ": " + e.getMessage(), e);
        }
    }
}
