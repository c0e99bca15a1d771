package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.ControlCharacters;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.Secrets;
import java.util.regex.Pattern;

/** What user code prints, as log lines: marked as its own, a warning of Python's as a warning. */
public final class PrintedOutput implements RunListener {
    /** As Python's {@code warnings} writes them: {@code file.py:12: DeprecationWarning: …}. */
    private static final Pattern WARNING = Pattern.compile("^\\S.*:\\d+: \\w*Warning: ");

    private final Console console;
    private final Secrets secrets;

    /** Where it is shown, and what must not be seen. */
    public PrintedOutput(Console console, Secrets secrets) {
        this.console = console;
        this.secrets = secrets;
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Output output) {
            String line = ControlCharacters.removedFrom(secrets.mask(output.line()));
            String text = console.dim("|") + " " + line;
            if (WARNING.matcher(line).find()) {
                console.warn(text);
            } else {
                console.info(text);
            }
        }
    }
}
