package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Failure.Cause;
import io.github.dagstermaven.dagster.Failure.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why something failed, for people: the error, the user's file and line, the source line, what user code told of it and
 * what is behind it. The whole of a long message, and the stack, are in the log file; who asks for traces sees that as well.
 */
final class FailureText {
    private static final Excerpt MESSAGE = new Excerpt(12, 2_000);
    private static final Excerpt RECORD = new Excerpt(20_000);
    private static final Excerpt VALUE = new Excerpt(200);
    private static final Excerpt STACK = new Excerpt(50_000);
    private static final int METADATA_SHOWN = 5;
    private static final int CAUSES_SHOWN = 8;

    private final SourcePaths paths;
    private final Function<String, Path> logFiles;
    private final boolean traces;

    /**
     * A way to tell failures.
     *
     * @param logFiles the log file of a run by its id
     * @param traces whether the stack is told as well
     */
    FailureText(SourcePaths paths, Function<String, Path> logFiles, boolean traces) {
        this.paths = paths;
        this.logFiles = logFiles;
        this.traces = traces;
    }

    /** The error's class and message on one line, and where. */
    String oneLine(Failure failure) {
        return failure.at() == null ? failure.headline() : failure.headline() + " (" + paths.at(failure.at()) + ")";
    }

    /** All that is told of a failure of that run. */
    List<String> lines(String runId, Failure failure) {
        List<String> lines = new ArrayList<>(message(runId, failure.text()));
        if (failure.at() != null) {
            lines.add("at " + paths.at(failure.at()));
            if (failure.at().source() != null) {
                lines.add("    " + failure.at().source().strip());
            }
        }
        failure.metadata().entrySet().stream()
                .limit(METADATA_SHOWN)
                .forEach(entry -> lines.add(ControlCharacters.removedFrom(
                        entry.getKey() + ": " + VALUE.of(MetadataText.of(entry.getValue())))));
        rest(runId, failure.metadata().size() - METADATA_SHOWN).ifPresent(lines::add);
        failure.causes().stream().limit(CAUSES_SHOWN).map(this::line).forEach(lines::add);
        rest(runId, failure.causes().size() - CAUSES_SHOWN).ifPresent(lines::add);
        if (traces && failure.stack() != null) {
            STACK.of(ControlCharacters.removedFromText(failure.stack()))
                    .lines()
                    .forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    /** A text of user code, up to a sensible length. */
    List<String> message(String runId, String text) {
        return MESSAGE.lines(ControlCharacters.removedFromText(text), logFile(runId));
    }

    /** A log record of user code, which may be longer than the message of an error. */
    List<String> record(String runId, String text) {
        return RECORD.lines(ControlCharacters.removedFromText(text), logFile(runId));
    }

    private String line(Cause cause) {
        String place = cause.at() == null ? "" : " (" + paths.at(cause.at()) + ")";
        return introduction(cause.relation()) + cause.headline() + place;
    }

    /** What stands before an error that is behind another one. */
    static String introduction(Relation relation) {
        return switch (relation) {
            case CAUSE -> "caused by ";
            case CONTEXT -> "raised while handling ";
            case MEMBER -> "- ";
        };
    }

    /** Says that so many more of something are in the log file; empty when there are none. */
    Optional<String> rest(String runId, int more) {
        return more > 0 ? Optional.of("… and " + more + " more in " + logFile(runId)) : Optional.empty();
    }

    private String logFile(String runId) {
        return paths.shortest(logFiles.apply(runId).toString());
    }
}
