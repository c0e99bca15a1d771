package io.github.dagstermaven.report;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told the way Maven prints it. */
final class RecordingConsole extends SilentConsole {
    private final List<String> lines = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final boolean interactive;
    private final boolean detailed;

    RecordingConsole(boolean interactive) {
        this(interactive, false);
    }

    RecordingConsole(boolean interactive, boolean detailed) {
        this.interactive = interactive;
        this.detailed = detailed;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    List<String> progressLines() {
        return progress;
    }

    @Override
    public void debug(String line) {
        add("[DEBUG] ", line);
    }

    @Override
    public void info(String line) {
        add("[INFO] ", line);
    }

    @Override
    public void warn(String line) {
        add("[WARNING] ", line);
    }

    @Override
    public void error(String line) {
        add("[ERROR] ", line);
    }

    private void add(String level, String line) {
        lines.add((level + line).stripTrailing());
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
        progress.add(line);
    }
}
