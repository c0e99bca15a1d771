package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Runs in files.
 *
 * @param runs one for each file, in the order of the files
 */
public record FiledRuns(List<Run> runs) {

    /**
     * A run in a file.
     *
     * @param runId its id
     * @param job the job's name
     * @param status Dagster's name for it, as {@code SUCCESS}
     * @param events the number of its events
     * @param dagster the version of Dagster that wrote the file
     * @param file the file
     * @param done whether it was written or added; false for a run that the instance had already
     */
    public record Run(String runId, String job, String status, int events, String dagster, String file, boolean done) {}
}
