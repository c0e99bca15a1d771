package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Change;
import io.github.dagstermaven.dagster.MigrateInstanceRequest;
import io.github.dagstermaven.dagster.WidenIdsRequest;
import io.github.dagstermaven.report.ChangeText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Brings the storage of an instance that an older Dagster made to the schema of this one, as {@code dagster instance migrate}
 * does.
 *
 * @since 0.1.0
 */
@Mojo(name = "instance-migrate", requiresProject = false, threadSafe = true)
public final class InstanceMigrateMojo extends AbstractConfirmedMojo {

    /**
     * Instead of the schema, makes the ids in a database server (PostgreSQL, MySQL) 64 bits wide. That may lock its tables for
     * long, and needs {@code dagster.confirm}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.bigintMigration", defaultValue = "false")
    private boolean bigintMigration;

    @Override
    void run() {
        sayHome();
        if (bigintMigration) {
            widenIds(ask(new WidenIdsRequest(confirm)));
        } else {
            instanceText().migrated(ask(new MigrateInstanceRequest())).forEach(console()::info);
        }
    }

    private void widenIds(Change change) {
        if (change.subjects().isEmpty()) {
            console().info("The ids are 64 bits wide already, as they always are in SQLite");
        } else {
            tell(change, new ChangeText("widen the ids of", "Widened the ids of", "storage"));
        }
    }
}
