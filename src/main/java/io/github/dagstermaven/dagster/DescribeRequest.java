package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Loads and checks every definition and describes them all, with what lint finds in them.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 * @param dryTicks whether schedules and sensors are evaluated, for the rules that tell whether that raises
 * @param appendAssets selects the assets that are appended to; null for none
 */
public record DescribeRequest(String location, String repository, boolean dryTicks, String appendAssets)
        implements Request<Definitions> {

    /** A description whose findings are those of the rules that ask for nothing. */
    public DescribeRequest(String location, String repository) {
        this(location, repository, false, null);
    }

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
