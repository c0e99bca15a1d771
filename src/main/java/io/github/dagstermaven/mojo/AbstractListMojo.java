package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.report.DefinitionsText;
import io.github.dagstermaven.report.PrintedOutput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals that list something have in common: an aligned table by default, or one JSON document, to the log or a file. */
abstract class AbstractListMojo extends AbstractDagsterMojo implements UsesDefinitions {
    /**
     * How the list is written: {@code text}, an aligned table, or {@code json}, one document.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.outputFormat", defaultValue = "text")
    String outputFormat;

    /**
     * A file to write the list to, instead of the log.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.outputFile")
    File outputFile;

    /**
     * Asks for the list and writes it.
     *
     * @param items what of the result is listed
     * @param table the items as an aligned table
     */
    final <R, T extends Record> void list(
            Request<R> request, Function<R, List<T>> items, BiFunction<DefinitionsText, List<T>, List<String>> table) {
        boolean json =
                Choice.of("outputFormat", "output format", outputFormat, OutputFormat.class) == OutputFormat.JSON;
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        List<T> listed = items.apply(dagster.get()
                .call(request, new PrintedOutput(console(), context().secrets()), timeLimit()));
        DefinitionsText text =
                new DefinitionsText(context().directory(), context().secrets());
        List<String> lines = json ? List.of(text.json(listed)) : table.apply(text, listed);
        if (outputFile != null) {
            write(lines);
        } else if (json) {
            // Without a level in front: another program reads it.
            lines.forEach(console()::plain);
        } else {
            lines.forEach(console()::info);
        }
    }

    private void write(List<String> lines) {
        Path file = context().directory().resolve(outputFile.toPath());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new PlatformException(
                    Problem.ofValue(
                            "output_file",
                            "The list cannot be written to " + file + ": " + e.getMessage(),
                            "file",
                            file.toString(),
                            "outputFile",
                            List.of(),
                            null),
                    e);
        }
        console().info("Written to " + file);
    }
}
