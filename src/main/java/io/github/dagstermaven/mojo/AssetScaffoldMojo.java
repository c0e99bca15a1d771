package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.ScaffoldRequest;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds an asset to the project: its code, and its name to the list of assets where there is one.
 *
 * @since 0.1.0
 */
@Mojo(name = "asset-scaffold", requiresProject = false, threadSafe = true)
public final class AssetScaffoldMojo extends AbstractScaffoldMojo {

    /**
     * What kind of asset: {@code plain}, {@code deps}, which depends on others, or {@code partitioned}, with a partition a day, with or
     * without {@code deps}. Default: {@code deps} when they are given, else {@code plain}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.kind")
    private String kind;

    /**
     * The keys of the assets that the new one depends on.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.deps")
    private List<String> deps;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        kind = Given.text(kind);
    }

    @Override
    ScaffoldRequest request(String name) {
        List<String> keys = Given.values(deps);
        AssetKind chosen = kind == null
                ? (keys.isEmpty() ? AssetKind.PLAIN : AssetKind.DEPS)
                : Choice.of("kind", "kind of asset", kind, AssetKind.class);
        if (chosen == AssetKind.DEPS) {
            Required.value(keys.isEmpty() ? null : keys, "deps", "the keys of the assets that the new one depends on");
        } else if (chosen == AssetKind.PLAIN && !keys.isEmpty()) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "A plain asset depends on nothing, but deps are given",
                    "kind",
                    "Leave out <kind> (-Ddagster.kind), or <deps> (-Ddagster.deps)"));
        }
        return new ScaffoldRequest.OfAsset(name, keys, chosen == AssetKind.PARTITIONED, location, repository);
    }
}
