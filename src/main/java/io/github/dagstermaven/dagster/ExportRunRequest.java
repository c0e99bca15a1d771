package io.github.dagstermaven.dagster;

import java.nio.file.Path;

/**
 * Writes what the instance knows of a run into a file.
 *
 * @param runId the run's id, or the beginning of it when that is unique
 * @param file the file, absolute; one that is there is replaced
 */
public record ExportRunRequest(String runId, Path file) implements InstanceRequest<FiledRuns> {
    @Override
    public String operation() {
        return "debug.export";
    }

    @Override
    public Class<FiledRuns> resultType() {
        return FiledRuns.class;
    }
}
