package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Loads and checks every definition and describes them all.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record DescribeRequest(String location, String repository) implements Request<Definitions> {
    @Override
    public String operation() {
        return "definitions.describe";
    }

    @Override
    public Class<Definitions> resultType() {
        return Definitions.class;
    }

    @Override
    public Definitions combine(List<Definitions> byLocation) {
        return Definitions.join(byLocation);
    }
}
