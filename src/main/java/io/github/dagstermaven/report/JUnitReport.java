package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Attempts;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunResults.GoalError;
import io.github.dagstermaven.dagster.RunResults.RunResult;
import io.github.dagstermaven.dagster.RunResults.SkippedAsset;
import io.github.dagstermaven.dagster.RunResults.SkippedCheck;
import io.github.dagstermaven.dagster.RunResults.SkippedGoal;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.JUnitCases.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final Function<RunResult, CheckSeverityThreshold> threshold;
    private final Secrets secrets;
    private final ProblemText problems;

    /**
     * Reports in a folder.
     *
     * @param threshold from which severity on a failing check of a run is a failure: what the goal that ran it decided by
     * @param problems how problems outside of runs are told
     * @param secrets what must not be seen
     */
    public JUnitReport(
            Path directory,
            Function<RunResult, CheckSeverityThreshold> threshold,
            ProblemText problems,
            Secrets secrets) {
        this.directory = directory;
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
            AtomicFile.write(file, suite::writeTo);
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
            String name = run.adHoc() ? String.valueOf(run.location()) : run.location() + "." + run.job();
            JUnitSuite suite = suites.computeIfAbsent(name, unknown -> newSuite(unknown, results));
            JUnitCases cases = new JUnitCases(threshold.apply(run));
            suite.add(attempts, () -> cases.of(attempts));
        }
        for (SkippedAsset one : results.skipped()) {
            JUnitSuite suite = suites.computeIfAbsent(String.valueOf(one.location()), name -> newSuite(name, results));
            suite.add(() -> JUnitCases.of(one));
        }
        for (SkippedGoal one : results.skippedGoals()) {
            JUnitSuite suite = suites.computeIfAbsent(one.goal(), name -> newSuite(name, results));
            Case told = JUnitCases.of(one);
            suite.add(() -> List.of(told));
        }
        for (SkippedCheck one : results.skippedChecks()) {
            JUnitSuite suite = suites.computeIfAbsent(String.valueOf(one.location()), name -> newSuite(name, results));
            Case told = JUnitCases.of(one);
            suite.add(() -> List.of(told));
        }
        for (GoalError error : results.errors()) {
            JUnitSuite suite = suites.computeIfAbsent(error.during(), name -> newSuite(name, results));
            Problem problem = error.problem();
            String className = problem.codeLocation() == null ? error.during() : problem.codeLocation();
            Case told = JUnitCases.error(className, problem.kind(), problems.lines(List.of(problem)));
            suite.add(() -> List.of(told));
        }
        return List.copyOf(suites.values());
    }

    private JUnitSuite newSuite(String name, RunResults results) {
        JUnitSuite suite = new JUnitSuite(name, secrets);
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
