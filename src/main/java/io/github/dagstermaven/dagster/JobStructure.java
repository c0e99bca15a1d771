package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What a job consists of.
 *
 * @param job the job's name
 * @param description the description or docstring; null when there is none
 * @param ops its ops (for an asset job: the steps that compute the assets), each after those it depends on
 */
public record JobStructure(String job, String description, List<Op> ops) {

    /**
     * An op of the job.
     *
     * @param name what it is called in the job
     * @param definition what it is called where it is defined
     * @param outputs the names of its outputs
     */
    public record Op(String name, String definition, List<Input> inputs, List<String> outputs) {}

    /**
     * An input of an op.
     *
     * @param upstream the outputs that it takes, {@code op.output}; empty when it takes a value from elsewhere
     */
    public record Input(String name, List<String> upstream) {}
}
