package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DeletePartitionsRequest;
import io.github.dagstermaven.dagster.ListPartitionsDefinitionsRequest;
import io.github.dagstermaven.dagster.PartitionsDefinitionList;
import io.github.dagstermaven.report.ChangeText;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deletes partitions of a dynamic partitions definition. What is materialised of them stays, and counts again when they are added
 * again.
 *
 * @since 0.1.0
 */
@Mojo(name = "partition-delete", requiresProject = false, threadSafe = true)
public final class PartitionDeleteMojo extends AbstractConfirmedMojo implements UsesDefinitions {

    /**
     * The name of the dynamic partitions definition. Default: the only one there is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.partitionsDefinition")
    private String partitionsDefinition;

    /**
     * The keys of the partitions to delete; one that is not there is an error, and nothing is deleted.
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
        askDefinitions(new DeletePartitionsRequest(name, keys, known.get().assetsOf(name), confirm))
                .ifPresent(change -> tell(change, new ChangeText("delete", "Deleted", "partition")));
    }
}
