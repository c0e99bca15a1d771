package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Why something failed.
 *
 * @param type the error's class, as {@code ValueError}
 * @param message its message, in full
 * @param at the deepest place in the user's code; or null
 * @param stack the user's frames, then the rest, then the same of what is behind it, as text; or null
 * @param metadata what user code told of it with {@code dagster.Failure}
 * @param causes what is behind it, nearest first
 */
public record Failure(
        String type,
        String message,
        SourceLocation at,
        String stack,
        Map<String, Object> metadata,
        List<Cause> causes) {
    /** How many characters of an error fit on a line that tells of it. */
    public static final int HEADLINE_LENGTH = 300;

    private static final String CRASH = "Crash";

    /** A failure with metadata and causes, none of either when absent. */
    public Failure {
        metadata = metadata == null ? Map.of() : metadata;
        causes = causes == null ? List.of() : List.copyOf(causes);
    }

    /** A failure that has nothing behind it. */
    public Failure(String type, String message, SourceLocation at, String stack) {
        this(type, message, at, stack, Map.of(), List.of());
    }

    /** The error's class and the first line of its message, cut where it gets long. */
    public String headline() {
        return headline(type, message);
    }

    /** The error's class and its whole message; the class alone when it has none, as after {@code raise ValueError}. */
    public String text() {
        return message == null || message.isBlank() ? type : type + ": " + message.strip();
    }

    /** The process that carried out a run, or a step of it, is gone. */
    public static Failure crash(String message, SourceLocation at, String stack) {
        return new Failure(CRASH, message, at, stack);
    }

    /** Whether the process is gone. */
    public boolean isCrash() {
        return CRASH.equals(type);
    }

    /** Whether it tells the same of what may be another place. */
    boolean isSameAs(Failure other) {
        return other != null && Objects.equals(type, other.type) && Objects.equals(message, other.message);
    }

    /**
     * An error that is behind another one.
     *
     * @param type the error's class
     * @param message its message
     * @param at the deepest place in the user's code; or null
     */
    public record Cause(Relation relation, String type, String message, SourceLocation at) {
        /** The error's class and the first line of its message, cut where it gets long. */
        public String headline() {
            return Failure.headline(type, message);
        }
    }

    /** How an error is behind another one. */
    public enum Relation {
        /** The other one was raised {@code from} it. */
        CAUSE,
        /** The other one was raised while it was handled. */
        CONTEXT,
        /** The other one is a group, and this one of its members. */
        MEMBER
    }

    private static String headline(String type, String message) {
        String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
        String text = ControlCharacters.removedFrom(line.isEmpty() ? type : type + ": " + line);
        return text.length() <= HEADLINE_LENGTH ? text : text.substring(0, HEADLINE_LENGTH) + "…";
    }
}
