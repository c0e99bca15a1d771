package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunEvent.Failure;
import java.util.ArrayList;
import java.util.List;

/** Why something failed, for people: the error, the user's file and line, the source line. The stack is for the log. */
final class FailureText {
    private static final int MESSAGE_LINES = 12;

    private final SourcePaths paths;

    FailureText(SourcePaths paths) {
        this.paths = paths;
    }

    /** The error's class and message on one line, and where. */
    String oneLine(Failure failure) {
        String message = failure.message() == null
                ? ""
                : failure.message().strip().lines().findFirst().orElse("");
        String headline = message.isEmpty() ? failure.type() : failure.type() + ": " + message;
        return failure.at() == null ? headline : headline + " (" + paths.at(failure.at()) + ")";
    }

    /** The whole message up to a sensible length, where, and the source line. */
    List<String> lines(Failure failure) {
        List<String> message = failure.message() == null
                ? List.of()
                : failure.message().strip().lines().toList();
        List<String> lines = new ArrayList<>();
        lines.add(message.isEmpty() ? failure.type() : failure.type() + ": " + message.get(0));
        message.stream().skip(1).limit(MESSAGE_LINES - 1).forEach(lines::add);
        if (message.size() > MESSAGE_LINES) {
            lines.add("… " + (message.size() - MESSAGE_LINES) + " more lines");
        }
        if (failure.at() != null) {
            lines.add("at " + paths.at(failure.at()));
            if (failure.at().source() != null) {
                lines.add("    " + failure.at().source().strip());
            }
        }
        return lines;
    }
}
