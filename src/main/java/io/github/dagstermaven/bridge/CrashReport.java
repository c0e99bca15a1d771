package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a Python process is gone.
 *
 * @param cause what happened, to stand at the start of a sentence: {@code Python ended with exit code 3}
 * @param tail the last lines that it printed, masked
 */
record CrashReport(String cause, List<String> tail) {
    /** A frame as Python's fault handler prints it. */
    private static final Pattern FRAME = Pattern.compile("\\s*File \"(.+)\", line (\\d+) in .+");

    private static final int MESSAGE_TAIL = 300;

    /** One line: the cause, what was going on, and the last thing that was printed. */
    String sentence(String whileWhat) {
        String last = tail.stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> "; its last output was: " + shortened(line.strip()))
                .orElse("");
        return cause + " " + whileWhat + last;
    }

    /** The tail as text; null when nothing was printed. */
    String text() {
        return tail.isEmpty() ? null : String.join("\n", tail);
    }

    /** The deepest place in the project that the fault handler has named. */
    Optional<SourceLocation> at(Path projectDirectory) {
        // The fault handler prints the stack of each thread, the one that crashed last in time but marked as current.
        int current = indexOf("Current thread");
        Stream<String> frames = current < 0 ? tail.stream() : tail.stream().skip(current);
        return frames.map(FRAME::matcher)
                .filter(Matcher::matches)
                .filter(frame -> isOfProject(frame.group(1), projectDirectory))
                .findFirst()
                .map(frame -> location(frame.group(1), Integer.parseInt(frame.group(2))));
    }

    private int indexOf(String start) {
        for (int i = 0; i < tail.size(); i++) {
            if (tail.get(i).startsWith(start)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOfProject(String file, Path projectDirectory) {
        return !file.startsWith("<")
                && Path.of(file).startsWith(projectDirectory)
                && !file.contains("site-packages")
                && !file.contains("dagster_maven_bridge");
    }

    private static SourceLocation location(String file, int line) {
        String source = null;
        try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.UTF_8)) {
            source = lines.skip(line - 1L).findFirst().map(String::strip).orElse(null);
        } catch (IOException | UncheckedIOException e) {
            // The place is still worth naming without its text.
        }
        return new SourceLocation(file, line, source);
    }

    static String shortened(String text) {
        return text.length() <= MESSAGE_TAIL ? text : text.substring(0, MESSAGE_TAIL) + "…";
    }
}
