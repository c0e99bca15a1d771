package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.AssetObserved;
import io.github.dagstermaven.dagster.RunEvent.Cause;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.Failure;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunEvent.StepRetried;
import io.github.dagstermaven.dagster.RunEvent.StepSkipped;
import io.github.dagstermaven.dagster.RunEvent.StepStarted;
import io.github.dagstermaven.dagster.RunEvent.StepSucceeded;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.Secrets;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that happens in a run, in full, as it happens: one file for each run, {@code <run id>.log}. What is printed
 * goes to the run that started last.
 */
public final class EventLogFile implements RunListener, AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Secrets secrets;
    private final Map<String, BufferedWriter> open = new LinkedHashMap<>();
    private String latest;

    /** The folder of the files, and what must not be seen in them. */
    public EventLogFile(Path directory, Secrets secrets) {
        this.directory = directory;
        this.secrets = secrets;
    }

    /** The file of a run. */
    public Path file(String runId) {
        return directory.resolve(runId.replaceAll("[^A-Za-z0-9._-]", "_") + ".log");
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunStarted one) {
            latest = one.runId();
            String partition = one.partition() == null ? "" : ", partition " + one.partition();
            write(one.runId(), one.time(), "RUN", null, "started: job " + one.job() + partition);
        } else if (event instanceof StepStarted one) {
            write(one.runId(), one.time(), "STEP", one.step(), "started");
        } else if (event instanceof StepSucceeded one) {
            write(one.runId(), one.time(), "STEP", one.step(), "succeeded in " + Wording.duration(one.seconds()));
        } else if (event instanceof StepFailed one) {
            write(one.runId(), one.time(), "STEP", one.step(), "failed: " + trace(one.failure()));
        } else if (event instanceof StepSkipped one) {
            write(one.runId(), null, "STEP", one.step(), "skipped: " + one.reason());
        } else if (event instanceof StepRetried one) {
            write(one.runId(), null, "STEP", one.step(), "failed and is tried again: " + trace(one.failure()));
        } else if (event instanceof AssetMaterialized one) {
            String what = "materialised " + label(one.asset(), one.partition()) + metadata(one.metadata());
            write(one.runId(), one.time(), "ASSET", one.step(), what);
        } else if (event instanceof AssetObserved one) {
            String what = "observed " + label(one.asset(), one.partition()) + metadata(one.metadata());
            write(one.runId(), one.time(), "ASSET", one.step(), what);
        } else if (event instanceof CheckEvaluated one) {
            String verdict = one.passed() ? "passed" : "failed with severity " + one.severity();
            String what = label(one.asset(), one.partition()) + ": " + one.check() + " " + verdict;
            write(
                    one.runId(),
                    one.time(),
                    "CHECK",
                    one.step(),
                    what + text(one.description()) + metadata(one.metadata()));
        } else if (event instanceof LogRecord one) {
            write(one.runId(), one.time(), one.level().toUpperCase(Locale.ROOT), one.step(), one.message());
        } else if (event instanceof Output one && latest != null) {
            write(latest, null, "OUT", null, one.line());
        } else if (event instanceof RunEnded one) {
            String why = one.failure() == null ? "" : ": " + trace(one.failure());
            String what = one.status() + " after " + Wording.duration(one.seconds()) + why;
            write(one.runId(), one.time(), "RUN", null, what);
            close(open.remove(one.runId()));
        }
    }

    /** Closes the files of runs that never ended. */
    @Override
    public void close() {
        open.values().forEach(EventLogFile::close);
        open.clear();
    }

    private void write(String runId, Double time, String kind, String step, String text) {
        Instant at = time == null ? Instant.now() : Instant.ofEpochMilli(Math.round(time * 1000));
        String who = step == null ? "" : step + " ";
        String line = String.format("%s %-8s %s%s%n", TIME.format(at), kind, who, text);
        try {
            BufferedWriter writer = writer(runId);
            writer.write(ControlCharacters.removedFromText(secrets.mask(line)));
            // Flushed at once: after a crash the last line is the one that counts.
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(runId) + ": " + e.getMessage(), e);
        }
    }

    private BufferedWriter writer(String runId) throws IOException {
        BufferedWriter writer = open.get(runId);
        if (writer == null) {
            Files.createDirectories(directory);
            writer = Files.newBufferedWriter(file(runId), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            open.put(runId, writer);
        }
        return writer;
    }

    private static String trace(Failure failure) {
        if (failure == null) {
            return "no reason was given";
        }
        StringBuilder text = new StringBuilder(failure.text());
        failure.metadata().entrySet().stream()
                .map(MetadataText::entry)
                .forEach(entry -> text.append("\n").append(entry));
        for (Cause cause : failure.causes()) {
            text.append("\n" + FailureText.introduction(cause.relation()) + cause.type() + ": " + cause.message());
        }
        if (failure.stack() != null) {
            text.append("\n" + failure.stack().stripTrailing());
        }
        return text.toString();
    }

    private static String label(String asset, String partition) {
        return partition == null ? asset : asset + "[" + partition + "]";
    }

    private static String metadata(Map<String, Object> metadata) {
        return metadata == null || metadata.isEmpty() ? "" : " " + MetadataText.all(metadata);
    }

    private static String text(String description) {
        return description == null ? "" : ": " + description;
    }

    private static void close(BufferedWriter writer) {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
