package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.AssetRequest;
import io.github.dagstermaven.dagster.ListPartitionsRequest;
import io.github.dagstermaven.dagster.PartitionList;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.PartitionsText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists partitions with their status: of assets materialised, failed, in progress or missing, as the last attempt at each says; of a
 * job what its last run for each came to; of a dynamic partitions definition the worst of all assets that have its partitions, or of
 * all jobs when no asset has. Without a name: of every partitioned asset.
 *
 * @since 0.1.0
 */
@Mojo(name = "partition-list", requiresProject = false, threadSafe = true)
public final class PartitionListMojo extends AbstractQueryMojo implements UsesDefinitions {

    /**
     * The assets, by key ({@code orders}, {@code shop/sales}).
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.assetKey")
    private List<String> assetKey;

    /**
     * The assets, as a selection in Dagster's syntax or comma-separated keys.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.select")
    private String select;

    /**
     * The job whose partitions are listed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.job")
    private String job;

    /**
     * The dynamic partitions definition whose partitions are listed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitionsDefinition")
    private String partitionsDefinition;

    /**
     * How many partitions of each at most, the last of them; all are counted. Default: all.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.limit")
    private Integer limit;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        select = Given.text(select);
        job = Given.text(job);
        partitionsDefinition = Given.text(partitionsDefinition);
    }

    @Override
    void run() {
        requireOutputFormat();
        requireOneSubject();
        ListLimit.require(limit, "partitions");
        Optional<PartitionList> found = askDefinitions(new ListPartitionsRequest(
                selection(), selectParameter(), job, partitionsDefinition, limit, location, repository));
        found.map(PartitionList::subjects).ifPresent(subjects -> {
            if (subjects.isEmpty() && selection() != null) {
                throw new PipelineException(Problem.ofParameter(
                        "no_match",
                        "None of the selected assets is partitioned",
                        selectParameter(),
                        "Select a partitioned one; dagster:asset-list tells which are"));
            }
            show(subjects, () -> PartitionsText.table(subjects));
        });
    }

    private String selection() {
        List<String> keys = Given.values(assetKey);
        return keys.isEmpty() ? select : AssetRequest.selecting(keys);
    }

    private String selectParameter() {
        return Given.values(assetKey).isEmpty() ? "select" : "assetKey";
    }

    private void requireOneSubject() {
        String assets = Given.values(assetKey).isEmpty() ? null : "assetKey";
        List<String> given = Stream.of(
                        assets,
                        select == null ? null : "select",
                        job == null ? null : "job",
                        partitionsDefinition == null ? null : "partitionsDefinition")
                .filter(name -> name != null)
                .toList();
        if (given.size() > 1) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The partitions of one kind of thing are listed, and " + String.join(" and ", given) + " are given",
                    given.get(1),
                    "Leave out one of <" + given.get(0) + "> (-Ddagster." + given.get(0) + ") and <" + given.get(1)
                            + "> (-Ddagster." + given.get(1) + ")"));
        }
    }
}
