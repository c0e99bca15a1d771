package io.github.dagstermaven.dagster;

import java.nio.file.Path;
import java.util.List;

/**
 * Adds runs that were written into files to the instance. Nothing is added when one of the files cannot be read.
 *
 * @param files the files, absolute
 */
public record ImportRunsRequest(List<Path> files) implements InstanceRequest<FiledRuns> {
    @Override
    public String operation() {
        return "debug.import";
    }

    @Override
    public Class<FiledRuns> resultType() {
        return FiledRuns.class;
    }
}
