package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;

/** The parameter {@code limit} of goals that list something. */
final class ListLimit {
    private ListLimit() {}

    /**
     * Requires a limit that lets something through; none is right, too.
     *
     * @param items what is listed, as {@code runs}
     * @throws PipelineException it lets nothing through
     */
    static void require(Integer limit, String items) {
        if (limit != null && limit < 1) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "At most " + limit + " " + items + " are none",
                    "number",
                    limit.toString(),
                    "limit",
                    List.of(),
                    "Set <limit> or -Ddagster.limit to 1 or more, or leave it out for all " + items));
        }
    }
}
