package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ExportRunRequest;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes all that the instance knows of a run into a file, as {@code dagster debug export} does, to be looked at elsewhere.
 *
 * @since 0.1.0
 */
@Mojo(name = "debug-export", requiresProject = false, threadSafe = true)
public final class DebugExportMojo extends AbstractDagsterMojo {

    /**
     * The run's id, or the beginning of it when no other run begins so.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.runId")
    private String runId;

    /**
     * The file, relative to the project's folder; one that is there is replaced.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.file")
    private String file;

    @Override
    void forgetEmpty() {
        super.forgetEmpty();
        runId = Given.text(runId);
        file = Given.text(file);
    }

    @Override
    void run() {
        String id = Required.value(runId, "runId", "the id of a run");
        Path target = context().directory().resolve(Required.value(file, "file", "a file to write to"));
        ask(new ExportRunRequest(id, target)).runs().stream()
                .map(instanceText()::exported)
                .forEach(console()::info);
    }
}
