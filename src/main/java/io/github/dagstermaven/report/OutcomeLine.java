package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.util.function.UnaryOperator;

/** One line for each thing that ends, aligned like Maven's reactor summary: {@code name ..... SUCCESS [  0.031 s]}. */
final class OutcomeLine {
    /** With Maven's {@code [INFO] } before it and the outcome after it, such a line fits 80 columns. */
    private static final int USUAL_COLUMN = 50;
    /** For long names the line may grow to 100 columns; beyond that a single line is out of step rather than cut. */
    private static final int WIDEST_COLUMN = 70;

    private static final int DURATION_WIDTH = 9;
    private static final int SHORTEST_DOTS = 3;

    /** The level a line is logged at: Maven writes its name before the line, and the longer names push it to the right. */
    enum Level {
        INFO(0),
        WARN("WARNING".length() - "INFO".length()),
        ERROR("ERROR".length() - "INFO".length());

        private final int extraWidth;

        Level(int extraWidth) {
            this.extraWidth = extraWidth;
        }
    }

    private int column = USUAL_COLUMN;

    /** Makes room for the names of a plan. */
    void fit(Planned plan) {
        for (PlannedRun run : plan.runs()) {
            String partition = run.partition() == null ? "" : "[" + run.partition() + "]";
            run.assets().forEach(asset -> fit(asset + partition));
            run.checks().stream().map(CheckKey::name).forEach(name -> fit("  " + name));
        }
    }

    private void fit(String label) {
        int needed = label.length() + 1 + SHORTEST_DOTS;
        if (needed <= WIDEST_COLUMN) {
            column = Math.max(column, needed);
        }
    }

    /**
     * The line.
     *
     * @param level the level it is going to be logged at
     * @param seconds how long it took; left out when it is 0
     * @param remark what else there is to say; or empty
     */
    String of(Level level, String label, String outcome, UnaryOperator<String> colour, double seconds, String remark) {
        String dots = ".".repeat(Math.max(SHORTEST_DOTS, column - label.length() - 1 - level.extraWidth));
        String time = "";
        if (seconds > 0) {
            String duration = Wording.duration(seconds);
            time = " [" + " ".repeat(Math.max(0, DURATION_WIDTH - duration.length())) + duration + "]";
        }
        return label + " " + dots + " " + colour.apply(outcome) + time + (remark.isEmpty() ? "" : " " + remark);
    }
}
