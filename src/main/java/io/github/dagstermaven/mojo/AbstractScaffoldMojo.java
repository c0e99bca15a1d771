package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.ScaffoldRequest;
import io.github.dagstermaven.report.PrintedOutput;
import io.github.dagstermaven.report.ScaffoldText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * What goals have in common that add one definition to a project. They leave the formatting of what is there alone, and change nothing
 * when Dagster would not load the definition.
 */
abstract class AbstractScaffoldMojo extends AbstractDagsterMojo implements UsesDefinitions {
    /**
     * The name of the new definition: a Python identifier that is not taken.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.name")
    private String name;

    /** What is asked of Dagster for a definition of that name. */
    abstract ScaffoldRequest request(String name);

    @Override
    final void run() {
        ScaffoldRequest request = request(Required.value(name, "name", "the name of what is to be added"));
        Optional<Dagster> dagster = dagster();
        dagster.map(found -> found.call(
                        request, new PrintedOutput(console(), context().secrets()), timeLimit()))
                .ifPresent(added ->
                        new ScaffoldText(context().directory()).of(added).forEach(console()::info));
    }
}
