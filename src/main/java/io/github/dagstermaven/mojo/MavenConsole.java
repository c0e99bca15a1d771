package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** The build log. Masks secrets once more: it is the last place before they would be seen. */
final class MavenConsole implements Console {
    private static final String CLEAR_LINE = "\r\u001B[2K";

    // Not System.out: Maven 4 puts a level before each line that is printed there.
    private static final PrintStream TERMINAL =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static final PrintStream TERMINAL_ERROR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private final Log log;
    private final Secrets secrets;
    private final boolean interactive;
    private final boolean detailed;
    private boolean progressShown;

    /**
     * The build log.
     *
     * @param watched whether somebody may look on, so that progress can be shown
     * @param detailed whether traces were asked for
     */
    MavenConsole(Log log, Secrets secrets, boolean watched, boolean detailed) {
        this.detailed = detailed;
        this.log = log;
        this.secrets = secrets;
        this.interactive = watched
                && log.isInfoEnabled()
                && MessageUtils.isColorEnabled()
                && System.console() != null
                && System.getenv("CI") == null
                && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public void debug(String line) {
        clearProgress();
        log.debug(secrets.mask(line));
    }

    @Override
    public void info(String line) {
        clearProgress();
        log.info(secrets.mask(line));
    }

    @Override
    public void warn(String line) {
        clearProgress();
        log.warn(secrets.mask(line));
    }

    @Override
    public void error(String line) {
        clearProgress();
        log.error(secrets.mask(line));
    }

    /** The same on standard error. */
    void plainError(String line) {
        clearProgress();
        PrintStream error = isDaemon() ? System.err : TERMINAL_ERROR;
        error.println(secrets.mask(line));
        error.flush();
    }

    /** Whether this is a Maven daemon, whose descriptors are not those of whoever builds. */
    static boolean isDaemon() {
        return System.getProperty("mvnd.home") != null;
    }

    /**
     * A line without a level in front, for another program to read. In mvnd, where the descriptor is the daemon's and not the
     * client's, through {@code System.out}.
     */
    void plain(String line) {
        clearProgress();
        PrintStream out = isDaemon() ? System.out : TERMINAL;
        out.println(secrets.mask(line));
        out.flush();
    }

    @Override
    public String success(String text) {
        return MessageUtils.buffer().success(text).build();
    }

    @Override
    public String warning(String text) {
        return MessageUtils.buffer().warning(text).build();
    }

    @Override
    public String failure(String text) {
        return MessageUtils.buffer().failure(text).build();
    }

    @Override
    public String strong(String text) {
        return MessageUtils.buffer().strong(text).build();
    }

    @Override
    public String dim(String text) {
        return MessageUtils.isColorEnabled() ? "\u001B[2m" + text + "\u001B[22m" : text;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean detailed() {
        return detailed;
    }

    @Override
    public void progress(String line) {
        if (!interactive) {
            return;
        }
        // Not through the log: a transient line has no level and must not end.
        TERMINAL.print(CLEAR_LINE + secrets.mask(line));
        TERMINAL.flush();
        progressShown = !line.isEmpty();
    }

    private void clearProgress() {
        if (progressShown) {
            TERMINAL.print(CLEAR_LINE);
            TERMINAL.flush();
            progressShown = false;
        }
    }
}
