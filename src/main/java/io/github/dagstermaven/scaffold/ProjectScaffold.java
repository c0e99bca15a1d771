package io.github.dagstermaven.scaffold;

import java.nio.file.Path;
import java.util.Map;

/** A new project: a template, filled in. */
public final class ProjectScaffold {
    private final ProjectName name;
    private final Map<String, String> files;

    /**
     * A project that is not written yet.
     *
     * @param pluginVersion the version of this plugin that its POM names
     */
    public ProjectScaffold(Layout layout, ProjectName name, Excludes excludes, String pluginVersion) {
        this.name = name;
        this.files = new Template(layout, excludes)
                .files(Map.of(
                        "name", name.packageName(), "artifactId", name.artifactId(), "pluginVersion", pluginVersion));
    }

    /**
     * There is room for the project below that folder.
     *
     * @throws io.github.dagstermaven.dagster.PipelineException a file is in the way
     */
    public void requireRoom(Path parent) {
        newFiles(parent).requireRoom();
    }

    /**
     * Makes the project's folder, if it is not there, and all of its files, or none.
     *
     * @return how many files
     * @throws io.github.dagstermaven.dagster.PipelineException a file is in the way
     */
    public int write(Path parent) {
        newFiles(parent).write();
        return files.size();
    }

    private NewFiles newFiles(Path parent) {
        return new NewFiles(parent.resolve(name.folder()), files);
    }
}
