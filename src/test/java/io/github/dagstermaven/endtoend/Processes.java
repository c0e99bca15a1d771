package io.github.dagstermaven.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The processes of this machine, as its process table tells of them. */
final class Processes {
    private Processes() {}

    /** The living processes whose working directory, or a word of whose command line, is below a folder. */
    static List<Long> mentioning(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(Processes::isAlive)
                .filter(pid -> pid != ProcessHandle.current().pid() && worksIn(pid, real))
                .toList();
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

    private static boolean worksIn(long pid, Path folder) {
        try {
            Path process = Path.of("/proc", Long.toString(pid));
            return process.resolve("cwd").toRealPath().startsWith(folder)
                    || Files.readString(process.resolve("cmdline")).contains(folder.toString());
        } catch (IOException gone) {
            return false;
        }
    }
}
