package io.github.dagstermaven.browser;

import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A browser without a window.
 *
 * @param program its executable
 */
public record Chromium(Path program) {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** How much of its own time a page may take to show what it has to; waiting for the server does not count. */
    private static final Duration PAGE = Duration.ofSeconds(20);

    /** The one that the environment variable CHROMIUM names, else the one on the PATH. */
    public static Optional<Chromium> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(new Chromium(Path.of(named)));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /**
     * The one that there is; without one the test is skipped, and the build's log says so.
     *
     * @param what what is skipped then
     */
    public static Chromium require(String what) {
        Optional<Chromium> found = find();
        if (found.isEmpty()) {
            System.err.println("WARNING: no Chromium on the PATH: " + what + " IS SKIPPED");
        }
        Assumptions.assumeTrue(found.isPresent(), "no Chromium on the PATH");
        return found.get();
    }

    /** What starts it without a window, and without anything that it does on its own behalf. */
    List<String> command(Path profile, String... further) {
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                // It shows nothing but our own pages, and as root it does not start with one.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--no-proxy-server",
                "--user-data-dir=" + profile));
        words.addAll(List.of(further));
        return words;
    }

    /**
     * The document that a page has become once its scripts have run.
     *
     * @param profile a folder for what the browser keeps
     */
    public String render(String url, Path profile) throws IOException {
        CommandResult result = ChildProcess.run(
                Command.inheriting(
                        command(profile, "--virtual-time-budget=" + PAGE.toMillis(), "--dump-dom", url), profile),
                Duration.ofMinutes(2),
                line -> {});
        if (!result.succeeded()) {
            throw new IllegalStateException(program + " " + result.exit().describe() + ": " + result.stderr());
        }
        return result.stdout();
    }
}
