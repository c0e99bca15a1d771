package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ImportRunsRequest;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds runs to the instance that were written into files by {@code debug-export} or the Dagster UI, as
 * {@code dagster debug import} does. A run that the instance has already stays as it is.
 *
 * @since 0.1.0
 */
@Mojo(name = "debug-import", requiresProject = false, threadSafe = true)
public final class DebugImportMojo extends AbstractDagsterMojo {

    /**
     * The files, relative to the project's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.file")
    private List<String> file;

    @Override
    void run() {
        List<Path> files =
                Given.values(file).stream().map(context().directory()::resolve).toList();
        Required.value(files.isEmpty() ? null : files, "file", "a debug file");
        sayHome();
        ask(new ImportRunsRequest(files)).runs().stream()
                .map(instanceText()::imported)
                .forEach(console()::info);
    }
}
