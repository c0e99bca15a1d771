package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.report.DefinitionsText;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Loads and checks every definition, as {@code dagster definitions validate} does, writes the manifest and attaches it with the
 * classifier {@code manifest}.
 *
 * @since 0.1.0
 */
@Mojo(name = "definitions-validate", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class DefinitionsValidateMojo extends AbstractDagsterMojo implements UsesDefinitions {

    /**
     * Skips this goal, without starting Python, when nothing has changed since it was successful: the files of the project, the
     * parameters, variables and secrets, and the environment. What definitions read from elsewhere is not known.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.skipUnchanged", defaultValue = "false")
    private boolean skipUnchanged;

    @Override
    void run() {
        UnchangedGoal unchanged = new UnchangedGoal(this, skipUnchanged, List.of(), false);
        if (unchanged.isSkipped()) {
            attachManifest();
            return;
        }
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        Definitions definitions = describe(dagster.get());
        attachManifest();
        console()
                .info("Definitions are valid: "
                        + DefinitionsText.assetCount(definitions.assets())
                        + ", " + Listing.count(definitions.checks().size(), "check")
                        + ", " + Listing.count(definitions.jobs().size(), "job")
                        + ", " + Listing.count(definitions.schedules().size(), "schedule")
                        + ", " + Listing.count(definitions.sensors().size(), "sensor")
                        + ", " + Listing.count(definitions.resources().size(), "resource")
                        + " in " + Listing.count(definitions.locations().size(), "code location")
                        + " (" + String.join(", ", definitions.locations()) + ")");
        keep(unchanged, dagster.get());
    }
}
