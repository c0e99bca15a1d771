package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.AddPartitionsRequest;
import io.github.dagstermaven.dagster.ListPartitionsDefinitionsRequest;
import io.github.dagstermaven.dagster.PartitionsDefinitionList;
import io.github.dagstermaven.report.PartitionsText;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds partitions to a dynamic partitions definition. Such as are there already are told and change nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "partition-add", requiresProject = false, threadSafe = true)
public final class PartitionAddMojo extends AbstractDagsterMojo implements UsesDefinitions {

    /**
     * The name of the dynamic partitions definition. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitionsDefinition")
    private String partitionsDefinition;

    /**
     * The keys of the partitions to add.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitions")
    private List<String> partitions;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        partitionsDefinition = Given.text(partitionsDefinition);
    }

    @Override
    void run() {
        List<String> keys = Required.values(partitions, "partitions", "the keys of partitions");
        Optional<PartitionsDefinitionList> known =
                askDefinitions(new ListPartitionsDefinitionsRequest(location, repository));
        if (known.isEmpty()) {
            return;
        }
        String name = known.get().only(partitionsDefinition);
        sayHome();
        askDefinitions(new AddPartitionsRequest(name, keys))
                .ifPresent(change -> PartitionsText.added(name, change).forEach(console()::info));
    }
}
