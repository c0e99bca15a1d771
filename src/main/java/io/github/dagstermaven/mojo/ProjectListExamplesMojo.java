package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ExampleList;
import io.github.dagstermaven.dagster.ExampleList.Example;
import io.github.dagstermaven.dagster.ListExamplesRequest;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Lists the official examples that {@code project-from-example} can start a project from, as the installed Dagster knows them.
 *
 * @since 0.1.0
 */
@Mojo(name = "project-list-examples", requiresProject = false, aggregator = true, threadSafe = true)
public final class ProjectListExamplesMojo extends AbstractQueryMojo {

    @Override
    void run() {
        requireOutputFormat();
        ExampleList list = ask(new ListExamplesRequest());
        show(list.examples(), () -> list.examples().stream().map(Example::name).toList());
    }
}
