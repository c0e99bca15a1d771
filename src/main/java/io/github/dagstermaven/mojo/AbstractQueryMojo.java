package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.report.DefinitionsText;
import io.github.dagstermaven.report.JsonText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals that answer a question have in common: text for people by default, or one JSON document, to the log or a file. */
abstract class AbstractQueryMojo extends AbstractDagsterMojo {
    /**
     * How the answer is written: {@code text}, as an aligned table where it is a list, or {@code json}, one document.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.outputFormat", defaultValue = "text")
    String outputFormat;

    /**
     * A file to write the answer to, instead of the log.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.outputFile")
    File outputFile;

    /**
     * Lists what the definitions have; does nothing in an aggregator without any.
     *
     * @param items what of the result is listed
     * @param table the items as an aligned table
     */
    final <R, T extends Record> void list(
            Request<R> request, Function<R, List<T>> items, BiFunction<DefinitionsText, List<T>, List<String>> table) {
        requireOutputFormat();
        askDefinitions(request).map(items).ifPresent(listed -> {
            DefinitionsText text =
                    new DefinitionsText(context().directory(), context().secrets());
            show(listed, () -> table.apply(text, listed));
        });
    }

    /**
     * Writes an answer.
     *
     * @param answer a record, or a list of records
     * @param text the same for people
     */
    final void show(Object answer, Supplier<List<String>> text) {
        boolean json = requireOutputFormat() == OutputFormat.JSON;
        List<String> lines = json
                ? List.of(new JsonText(context().directory(), context().secrets()).of(answer))
                : text.get().stream().map(context().secrets()::mask).toList();
        if (json) {
            document(lines);
        } else if (outputFile != null) {
            write(lines);
        } else {
            lines.forEach(console()::info);
        }
    }

    /** Writes a document that is complete in itself. */
    final void showDocument(String text) {
        document(context().secrets().mask(text).lines().toList());
    }

    private void document(List<String> lines) {
        if (outputFile != null) {
            write(lines);
        } else {
            // Without a level in front: another program reads it.
            lines.forEach(console()::plain);
        }
    }

    /** The output format; called first, so that a wrong one is told before anything is done. */
    final OutputFormat requireOutputFormat() {
        return Choice.of("outputFormat", "output format", outputFormat, OutputFormat.class);
    }

    private void write(List<String> lines) {
        Path file = OutputFile.in(context().directory(), outputFile);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new PlatformException(
                    Problem.ofValue(
                            "output_file",
                            "The answer cannot be written to " + file + ": " + e.getMessage(),
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
