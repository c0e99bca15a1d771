package io.github.dagstermaven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Python trace without Dagster's own frames: of a failure in a pipeline they say nothing. The log file has them. */
final class UserFrames {
    private static final Pattern FRAME = Pattern.compile("^\\s+File \"");
    private static final Pattern FRAME_OF_DAGSTER =
            Pattern.compile("^\\s+File \"[^\"]*[/\\\\](?:site|dist)-packages[/\\\\]dagster(?:_[a-z_]+)?[/\\\\]");

    /** What stands above the user's first frame follows this line. */
    private static final String CALLERS = "called from:";

    private UserFrames() {}

    /** The trace; as it is when there is no frame in it but Dagster's. */
    static String of(String stack) {
        List<String> kept = new ArrayList<>();
        boolean left = false;
        boolean callers = false;
        for (String line : stack.lines().toList()) {
            boolean part = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
            if (!part) {
                // A message, or what introduces the trace of another error.
                callers = line.equals(CALLERS);
                left = callers;
            } else if (FRAME.matcher(line).find()) {
                left = callers || FRAME_OF_DAGSTER.matcher(line).find();
            }
            if (!left) {
                kept.add(line);
            }
        }
        boolean anyFrame = kept.stream().anyMatch(line -> FRAME.matcher(line).find());
        return anyFrame ? String.join("\n", kept) : stack;
    }
}
