package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Failure.Cause;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.AssetObserved;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
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
 * Everything that happens in a run, in full, as it happens: one file for each run, {@code <run id>.log}; of more runs than
 * anybody would open the files of, all in {@code runs.log}, with the run and its partition on each line. What is printed goes to
 * the run that printed it. Where that is not known, it goes to every run that is under way, or to the last one.
 */
public final class EventLogFile implements RunListener, AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Secrets secrets;
    private final Map<String, RunLog> open = new LinkedHashMap<>();
    private String latest;
    private BufferedWriter shared;
    private int planned;

    /** Where the lines of a run go, and what they start with there. */
    private record RunLog(Path file, BufferedWriter writer, String mark) {}

    /** The folder of the files, and what must not be seen in them. */
    public EventLogFile(Path directory, Secrets secrets) {
        this.directory = directory;
        this.secrets = secrets;
    }

    /** The file of a run: its own, or the one that it shares with others. */
    public Path file(String runId) {
        return file(directory, runId);
    }

    /** The file of a run among those in a folder. */
    static Path file(Path directory, String runId) {
        Path own = ownFile(directory, runId);
        return Files.exists(own) || !Files.exists(sharedFile(directory)) ? own : sharedFile(directory);
    }

    private boolean isShared() {
        return !Wording.fitALineEach(planned);
    }

    private static Path ownFile(Path directory, String runId) {
        return directory.resolve(runId.replaceAll("[^A-Za-z0-9._-]", "_") + ".log");
    }

    private static Path sharedFile(Path directory) {
        return directory.resolve("runs.log");
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof Planned one) {
            planned += one.runs().size();
        } else if (event instanceof RunStarted one) {
            open(one.runId(), one.partition());
            String partition = one.partition() == null ? "" : ", partition " + one.partition();
            String what = isShared() ? "run " + one.runId() + ", job " + one.job() : "job " + one.job() + partition;
            write(one.runId(), one.time(), "RUN", null, "started: " + what);
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
        } else if (event instanceof Output one) {
            print(one);
        } else if (event instanceof RunEnded one) {
            String why = one.failure() == null ? "" : ": " + trace(one.failure());
            String what = one.status() + " after " + Wording.duration(one.seconds()) + why;
            write(one.runId(), one.time(), "RUN", null, what);
            closeOwn(open.remove(one.runId()));
        }
    }

    /** Closes the files of runs that never ended, and the shared one. */
    @Override
    public void close() {
        open.values().forEach(this::closeOwn);
        open.clear();
        close(shared);
    }

    private void print(Output output) {
        if (output.runId() != null) {
            append(log(output.runId()), null, "OUT", output.step(), output.line());
        } else if (shared != null) {
            append(
                    open.size() == 1 ? open.values().iterator().next() : sharedLog(""),
                    null,
                    "OUT",
                    null,
                    output.line());
        } else if (open.isEmpty() && latest != null) {
            append(open(latest, null), null, "OUT", null, output.line());
        } else {
            open.values().forEach(log -> append(log, null, "OUT", null, output.line()));
        }
    }

    private void write(String runId, Double time, String kind, String step, String text) {
        append(log(runId), time, kind, step, text);
    }

    private void append(RunLog log, Double time, String kind, String step, String text) {
        Instant at = time == null ? Instant.now() : Instant.ofEpochMilli(Math.round(time * 1000));
        String who = log.mark() + (step == null ? "" : step + " ");
        String line = String.format("%s %-8s %s%s%n", TIME.format(at), kind, who, text);
        try {
            log.writer().write(ControlCharacters.removedFromText(secrets.mask(line)));
            // Flushed at once: after a crash the last line is the one that counts.
            log.writer().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + log.file() + ": " + e.getMessage(), e);
        }
    }

    private RunLog log(String runId) {
        RunLog log = open.get(runId);
        return log == null ? open(runId, null) : log;
    }

    private RunLog open(String runId, String partition) {
        latest = runId;
        RunLog log;
        if (!isShared()) {
            Path own = ownFile(directory, runId);
            log = new RunLog(own, writer(own), "");
        } else {
            // The first part of an id is enough to find the rest of it by.
            String mark = runId.length() > 8 ? runId.substring(0, 8) : runId;
            log = sharedLog(mark + (partition == null ? " " : " [" + partition + "] "));
        }
        open.put(runId, log);
        return log;
    }

    private RunLog sharedLog(String mark) {
        if (shared == null) {
            shared = writer(sharedFile(directory));
        }
        return new RunLog(sharedFile(directory), shared, mark);
    }

    private BufferedWriter writer(Path file) {
        try {
            Files.createDirectories(directory);
            return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void closeOwn(RunLog log) {
        if (log != null && log.writer() != shared) {
            close(log.writer());
        }
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
