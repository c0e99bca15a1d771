package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code run-results.json}: the runs of one build, written by the goals that run and read by {@code verify}. */
public final class ResultsFile {
    /** What says whether the rest is of interest. */
    private record Header(int schemaVersion, String buildId) {}

    private final Path file;
    private final JsonDocument document;

    /** The file, the folder that places in the code start from, and what must not be seen in it. */
    public ResultsFile(Path file, Path projectDirectory, Secrets secrets) {
        this.file = file;
        this.document = JsonDocument.ordered(new SourcePaths(projectDirectory), secrets);
    }

    /** Removes the file, if there is one. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the results, whatever was there before. */
    public void write(RunResults results) {
        ReportFile.write(file, writer -> document.write(writer, JsonSchema.RUN_RESULTS, results));
    }

    /**
     * Adds the results of a further goal to those of the same build; results of another build, or a file that cannot be
     * read, give way.
     *
     * @return all results of the build
     */
    public RunResults append(RunResults results) {
        RunResults all =
                read(results.buildId()).map(earlier -> earlier.append(results)).orElse(results);
        write(all);
        return all;
    }

    /** The results of that build; empty when there are none, or only those of another build. */
    public Optional<RunResults> read(String buildId) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Header header = parse(Header.class);
            return header != null
                            && header.schemaVersion() == JsonSchema.RUN_RESULTS.version()
                            && buildId.equals(header.buildId())
                    ? Optional.of(parse(RunResults.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (RuntimeException unreadable) {
            // A build that was killed, or another program, left it: it tells nothing about this build. The JSON
            // library has an exception of its own for each way in which a file can be wrong.
            return Optional.empty();
        }
    }

    private <T> T parse(Class<T> type) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return document.read(reader, type);
        }
    }
}
