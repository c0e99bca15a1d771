package io.github.dagstermaven.dagster;

/** Lists the examples that the installed Dagster offers. */
public record ListExamplesRequest() implements InstanceRequest<ExampleList> {
    @Override
    public String operation() {
        return "examples.list";
    }

    @Override
    public Class<ExampleList> resultType() {
        return ExampleList.class;
    }
}
