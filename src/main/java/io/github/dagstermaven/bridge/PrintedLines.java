package io.github.dagstermaven.bridge;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.dagstermaven.dagster.RunEvent.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * What Python prints, each line with the step that prints it: between the lines the bridge writes marks that say which step
 * begins, and when none is under way any more. Marks go the way of the lines, and so they cannot overtake each other.
 */
final class PrintedLines {
    /** How a mark begins, up to the end of its line; user code may not have ended its own line before. */
    private static final String MARK = "\u001edagster-maven-plugin step ";

    private String runId;
    private String step;

    /** What is printed on a line as it comes: nothing when it is but a mark. */
    List<Output> of(String line) {
        List<Output> printed = new ArrayList<>(1);
        int mark = line.indexOf(MARK);
        if (mark != 0) {
            printed.add(new Output(runId, step, mark < 0 ? line : line.substring(0, mark)));
        }
        if (mark >= 0) {
            take(line.substring(mark + MARK.length()));
        }
        return printed;
    }

    private void take(String mark) {
        runId = null;
        step = null;
        try {
            JsonObject told = ProtocolJson.object(mark);
            if (told.has("step")) {
                runId = told.get("run_id").getAsString();
                step = told.get("step").getAsString();
            }
        } catch (JsonParseException | UnsupportedOperationException | IllegalStateException e) {
            // Cut off with its process, or user code's own: what follows is of no step that is known.
        }
    }
}
