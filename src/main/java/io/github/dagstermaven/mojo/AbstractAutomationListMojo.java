package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.report.DefinitionsText;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals have in common that list schedules or sensors with their state in the instance. */
abstract class AbstractAutomationListMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * Lists those that are running.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.running", defaultValue = "false")
    private boolean running;

    /**
     * Lists those that are stopped.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.stopped", defaultValue = "false")
    private boolean stopped;

    /**
     * Prints the names alone, one a line, as {@code --name} does on the command line.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.nameOnly", defaultValue = "false")
    private boolean nameOnly;

    /**
     * Lists those that are asked for.
     *
     * @param items all of them
     * @param table them as an aligned table
     */
    final <R, T extends Record> void list(
            Request<R> request,
            Function<R, List<T>> items,
            Function<T, String> name,
            Function<T, String> status,
            BiFunction<DefinitionsText, List<T>, List<String>> table) {
        StatusFilter filter = new StatusFilter(running, stopped);
        list(
                request,
                result -> items.apply(result).stream()
                        .filter(item -> filter.lets(status.apply(item)))
                        .toList(),
                (text, listed) -> nameOnly ? listed.stream().map(name).toList() : table.apply(text, listed));
    }
}
