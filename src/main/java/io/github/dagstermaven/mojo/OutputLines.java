package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.report.Console;

/** What user code prints while nothing runs (at import, say), as log lines. */
record OutputLines(Console console) implements RunListener {
    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Output output) {
            console.info(console.dim("|") + " " + output.line());
        }
    }
}
