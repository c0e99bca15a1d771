package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;

/** Parameters that a goal cannot do without. Maven's own check names neither the tag nor the property. */
final class Required {
    private Required() {}

    /**
     * A value that must be given.
     *
     * @param what what it names, as {@code the id of a run}
     * @throws PipelineException it is not given
     */
    static <T> T value(T value, String parameter, String what) {
        if (value == null || value instanceof String text && text.isBlank()) {
            throw new PipelineException(Problem.ofParameter(
                    "missing_parameter",
                    "This goal needs " + what,
                    parameter,
                    "Set <" + parameter + "> or -Ddagster." + parameter));
        }
        return value;
    }

    /**
     * A list of which something must be given.
     *
     * @param what what it names, as {@code the keys of partitions}
     * @throws PipelineException nothing is given
     */
    static List<String> values(List<String> values, String parameter, String what) {
        List<String> given = Given.values(values);
        value(given.isEmpty() ? null : given, parameter, what);
        return given;
    }
}
