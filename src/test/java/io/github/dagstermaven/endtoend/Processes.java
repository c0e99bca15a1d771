package io.github.dagstermaven.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The processes of this machine, as its process table tells of them. */
final class Processes {
    /** How long is waited for what comes at once, but for a machine at its limits. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Processes() {}

    /**
     * The living processes that have to do with a folder: whose working directory is in it, or who have it in their command line or
     * their environment.
     */
    static List<Long> mentioning(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(Processes::isAlive)
                .filter(pid -> pid != ProcessHandle.current().pid() && mentions(pid, real))
                .toList();
    }

    /** Waits until no living process has to do with a folder any more. */
    static void awaitNoneMentioning(Path folder) throws InterruptedException {
        await("nothing that has to do with " + folder + " runs any more", PATIENCE, () -> {
            try {
                return mentioning(folder).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Whether a process runs; one that has ended and was not reaped does not. */
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until a condition holds. */
    static void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            // The process table has no notification to wait for.
            Thread.sleep(50);
        }
    }

    private static boolean mentions(long pid, Path folder) {
        Path process = Path.of("/proc", Long.toString(pid));
        return worksIn(process, folder)
                || textOf(process.resolve("cmdline")).contains(folder.toString())
                || textOf(process.resolve("environ")).contains(folder.toString());
    }

    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
