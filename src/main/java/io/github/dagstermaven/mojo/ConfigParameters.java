package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Run configuration as goals take it: files or patterns of such, or a JSON document. */
record ConfigParameters(List<String> config, String configJson) {

    /**
     * How runs are started with this configuration.
     *
     * @param directory the folder that the files are relative to
     * @throws PipelineException both kinds are given
     */
    RunOptions options(Path directory, Map<String, String> tags, StepExecutor executor, int parallelism) {
        List<String> files = Given.values(config);
        if (!files.isEmpty() && configJson != null) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "Run configuration is given twice, as files and as JSON",
                    "JSON document",
                    configJson,
                    "configJson",
                    List.of(),
                    "Give one of <config> (-Ddagster.config) and <configJson> (-Ddagster.configJson)"));
        }
        return new RunOptions(
                files.stream().map(file -> directory.resolve(file).toString()).toList(),
                configJson,
                tags,
                Choice.word(executor),
                parallelism);
    }
}
