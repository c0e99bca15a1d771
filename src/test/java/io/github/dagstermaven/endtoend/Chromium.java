package io.github.dagstermaven.endtoend;

import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A browser without a window.
 *
 * @param program its executable
 */
record Chromium(Path program) {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** How much of its own time a page may take to show what it has to; waiting for the server does not count. */
    private static final Duration PAGE = Duration.ofSeconds(20);

    /** The one on the PATH. */
    static Optional<Chromium> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /**
     * The document that a page has become once its scripts have run.
     *
     * @param profile a folder for what the browser keeps
     */
    String render(String url, Path profile) throws IOException {
        CommandResult result = ChildProcess.run(
                Command.inheriting(
                        List.of(
                                program.toString(),
                                "--headless",
                                // It shows nothing but our own pages, and as root it does not start with one.
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--no-proxy-server",
                                "--user-data-dir=" + profile,
                                "--virtual-time-budget=" + PAGE.toMillis(),
                                "--dump-dom",
                                url),
                        profile),
                Duration.ofMinutes(2),
                line -> {});
        if (!result.succeeded()) {
            throw new IllegalStateException(program + " " + result.exit().describe() + ": " + result.stderr());
        }
        return result.stdout();
    }
}
