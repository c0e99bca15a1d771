package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file that a goal writes its answer to, as the parameter {@code outputFile} names it. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Where it is.
     *
     * @param directory what a relative path starts at
     * @throws PipelineException a folder stands there
     */
    static Path in(Path directory, File outputFile) {
        Path file = directory.resolve(outputFile.toPath());
        if (Files.isDirectory(file)) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The answer cannot be written to " + file + ": it is a folder",
                    "file",
                    file.toString(),
                    "outputFile",
                    List.of(),
                    "Name a file"));
        }
        return file;
    }
}
