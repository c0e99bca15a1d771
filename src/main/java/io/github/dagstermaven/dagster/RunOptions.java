package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * How runs are started.
 *
 * @param configFiles run configuration files (YAML), absolute paths or glob patterns; merged as the command line does, the
 *     values of files listed last win
 * @param configJson run configuration as a JSON document, or null; never together with {@code configFiles}
 * @param tags tags of every run
 * @param executor {@code auto}, {@code definitions}, {@code in-process} or {@code multiprocess}
 * @param parallelism processes that may work at the same time, each on a run, or on a step where there is one run; 0 leaves the choice to the bridge (the number of processors)
 * @param reruns what is tried again when it fails; null for nothing
 */
public record RunOptions(
        List<String> configFiles,
        String configJson,
        Map<String, String> tags,
        String executor,
        int parallelism,
        Reruns reruns) {

    /**
     * What is tried again when it fails: runs that failed, from where they did, and checks.
     *
     * @param times how many times at most
     * @param checks from which severity on a failing check is tried again
     */
    public record Reruns(int times, CheckSeverityThreshold checks) {}

    /** Options that try nothing again. */
    public RunOptions(
            List<String> configFiles, String configJson, Map<String, String> tags, String executor, int parallelism) {
        this(configFiles, configJson, tags, executor, parallelism, null);
    }

    /** The same with what is tried again. */
    public RunOptions with(Reruns tried) {
        return new RunOptions(configFiles, configJson, tags, executor, parallelism, tried);
    }
}
