package io.github.dagstermaven.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and everything that it has started, also what has been orphaned in between: on Linux descendants are known by
 * a variable in their environment, elsewhere by their parent or their process group.
 */
final class ProcessTree {
    /** The variable that marks the environment of every member. */
    static final String MARK_VARIABLE = "DAGSTER_MAVEN_PROCESS_TREE";

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/environ"));
    private static final Duration FORCED_END = Duration.ofSeconds(5);
    /** How long a process takes at most from its start of a program to its environment. */
    private static final Duration START_OF_PROGRAM = Duration.ofMillis(200);

    private final ProcessHandle root;
    private final byte[] mark;
    private final Instant begin;

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        // The system knows its own start only to the second, and by a clock that is put right now and then.
        this.begin = Instant.now().minusSeconds(5);
        this.mark = (MARK_VARIABLE + "=" + mark).getBytes(StandardCharsets.UTF_8);
    }

    /** Asks all members to end, waits, then ends by force whatever is left. */
    void end(Duration grace) {
        // Listed before anything is told to end: the children of a process that has ended can no longer be found
        // through it.
        Map<Long, ProcessHandle> members = new LinkedHashMap<>();
        addLiving(members);
        if (!grace.isZero() && !members.isEmpty()) {
            members.values().forEach(ProcessHandle::destroy);
            await(members.values(), grace);
            addLiving(members);
        }
        members.values().removeIf(member -> !isRunning(member));
        long deadline = System.nanoTime() + FORCED_END.toNanos();
        // Again and again: a member may have forked between being listed and being killed.
        while (!members.isEmpty() && System.nanoTime() < deadline) {
            killGroup(members.values());
            members.values().forEach(ProcessHandle::destroyForcibly);
            await(members.values(), Duration.ofSeconds(1));
            addLiving(members);
            members.values().removeIf(member -> !isRunning(member));
        }
    }

    private void addLiving(Map<Long, ProcessHandle> members) {
        if (isRunning(root)) {
            members.putIfAbsent(root.pid(), root);
        }
        root.descendants().filter(ProcessTree::isRunning).forEach(found -> members.putIfAbsent(found.pid(), found));
        if (HAS_PROC) {
            addMarked(members);
        }
    }

    private void addMarked(Map<Long, ProcessHandle> members) {
        long self = ProcessHandle.current().pid();
        long deadline = System.nanoTime() + START_OF_PROGRAM.toNanos();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && !members.containsKey(pid) && isMarked(process, pid, deadline)) {
                    ProcessHandle.of(pid).filter(ProcessTree::isRunning).ifPresent(found -> members.put(pid, found));
                }
            }
        } catch (IOException e) {
            // Without the list the descendants and the process group remain.
        }
    }

    private boolean isMarked(Path process, long pid, long deadline) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            while (environment.length == 0 && System.nanoTime() < deadline && mayBeStartingAProgram(pid)) {
                // Between its old program and its new one a process has no environment to be known by.
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                environment = Files.readAllBytes(process.resolve("environ"));
            }
            for (int start = 0; start + mark.length <= environment.length; start++) {
                boolean begins = start == 0 || environment[start - 1] == 0;
                if (begins && matchesAt(environment, start)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }

    private boolean mayBeStartingAProgram(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessTree::isRunning)
                .flatMap(process -> process.info().startInstant())
                .filter(begin::isBefore)
                .isPresent();
    }

    private boolean matchesAt(byte[] environment, int start) {
        for (int i = 0; i < mark.length; i++) {
            if (environment[start + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Kills the group that the root leads, in one stroke that no fork escapes. An extra: where there is no {@code kill}, or no
     * such group, the members are ended one by one anyhow.
     */
    private void killGroup(Collection<ProcessHandle> members) {
        if (Command.WINDOWS || members.isEmpty()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-KILL", "--", "-" + root.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.getOutputStream().close();
            kill.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // No such program here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Collection<ProcessHandle> members, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        // Not ProcessHandle.onExit: it keeps a thread for each process and never fires for a zombie nobody reaps.
        while (System.nanoTime() < deadline && members.stream().anyMatch(ProcessTree::isRunning)) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            // parkNanos returns at once while the flag is set: the tree must be ended all the same.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && state(process.pid()).orElse('R') != 'Z';
    }

    private static Optional<Character> state(long pid) {
        if (!HAS_PROC) {
            return Optional.empty();
        }
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may itself hold parentheses and spaces.
            int afterName = stat.lastIndexOf(')') + 2;
            return afterName < stat.length() ? Optional.of(stat.charAt(afterName)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
