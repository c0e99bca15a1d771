package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Loads and checks every definition, as {@code dagster definitions validate} does, writes the manifest and attaches it with the
 * classifier {@code manifest}.
 *
 * @since 0.1.0
 */
@Mojo(name = "definitions-validate", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class DefinitionsValidateMojo extends AbstractDagsterMojo implements UsesDefinitions {

    @Override
    void run() {
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        Definitions definitions = describe(dagster.get());
        attachManifest();
        console()
                .info("Definitions are valid: "
                        + counted(definitions.assets().size(), "asset")
                        + ", " + counted(definitions.checks().size(), "check")
                        + ", " + counted(definitions.jobs().size(), "job")
                        + ", " + counted(definitions.schedules().size(), "schedule")
                        + ", " + counted(definitions.sensors().size(), "sensor")
                        + ", " + counted(definitions.resources().size(), "resource")
                        + " in " + counted(definitions.locations().size(), "code location")
                        + " (" + String.join(", ", definitions.locations()) + ")");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
