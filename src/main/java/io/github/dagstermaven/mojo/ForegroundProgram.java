package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.Exit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** A program that runs as if it were started from the shell: with the build's streams, but for secrets, until it ends. */
final class ForegroundProgram {
    /** After so long without another character, what stands there is a question. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final MavenConsole console;
    private final boolean input;
    private final boolean watched;

    /**
     * A program of this build.
     *
     * @param input whether it reads what the build is given; else there is nothing to read
     */
    ForegroundProgram(MavenConsole console, boolean input) {
        this.console = console;
        this.input = input;
        // Elsewhere nobody answers, and lines that are written bit by bit stay whole.
        this.watched = input && System.console() != null;
    }

    /** Runs it; how it ended, or empty when its time was up. Nothing that it has started is left behind. */
    Optional<Exit> run(Command command, TimeLimit limit) throws IOException {
        try (ChildProcess child = ChildProcess.startInForeground(command, input, console::plain, console::plainError)) {
            Optional<Exit> exit = child.await(watched ? shorter(limit) : limit.left());
            while (watched && exit.isEmpty() && !shorter(limit).isZero()) {
                child.handOverQuestions();
                exit = child.await(shorter(limit));
            }
            // What it has left behind may still write.
            child.endTree(exit.isPresent() ? Duration.ZERO : GRACE);
            child.awaitOutput();
            return exit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "Interrupted while running " + command.arguments().get(0));
        }
    }

    private static Duration shorter(TimeLimit limit) {
        Duration left = limit.left();
        return left == null || left.compareTo(PAUSE) > 0 ? PAUSE : left;
    }
}
