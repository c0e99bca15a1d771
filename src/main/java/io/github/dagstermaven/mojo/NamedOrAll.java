package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.function.Supplier;

/** What a goal works on when everything must be asked for: some by name, or all. */
final class NamedOrAll {
    private NamedOrAll() {}

    /**
     * Requires exactly one of the two.
     *
     * @param named whether something is named
     * @param all whether all is asked for
     * @param parameter the parameter that names something
     * @param what what it names, as {@code the keys of assets}
     * @throws PipelineException it is none, or both
     */
    static void require(boolean named, boolean all, String parameter, String what) {
        require(named, all, parameter, what, null, List::of);
    }

    /**
     * The same, of which it is known what there is to be named.
     *
     * @param subject what they are, as {@code schedule}
     * @param choices finds them; called when none is named
     */
    static void require(
            boolean named, boolean all, String parameter, String what, String subject, Supplier<List<String>> choices) {
        if (named == all) {
            String choice = "<" + parameter + "> or -Ddagster." + parameter + ", or <all> or -Ddagster.all=true";
            throw new PipelineException(Problem.ofValue(
                    named ? "invalid_parameter" : "missing_parameter",
                    "This goal needs " + what + (named ? " or all of them, not both" : ", or all of them"),
                    subject,
                    null,
                    parameter,
                    named ? List.of() : choices.get(),
                    (named ? "Leave out one of " : "Set ") + choice));
        }
    }
}
