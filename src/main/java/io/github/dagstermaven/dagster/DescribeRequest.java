package io.github.dagstermaven.dagster;

import java.util.Collection;
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
        implements AssetRequest<Definitions> {

    /** A description whose findings are those of the rules that ask for nothing. */
    public DescribeRequest(String location, String repository) {
        this(location, repository, false, null);
    }

    /** The assets that are appended to; null, too, beside a repository, since they may be in another one. */
    @Override
    public String select() {
        return repository == null ? appendAssets : null;
    }

    @Override
    public String selectParameter() {
        return "appendAssets";
    }

    @Override
    public boolean concernsAll() {
        return true;
    }

    @Override
    public DescribeRequest narrowedTo(Collection<String> keys) {
        return new DescribeRequest(
                location, repository, dryTicks, keys.isEmpty() ? null : AssetRequest.selecting(keys));
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
