package io.github.dagstermaven.mojo;

import io.github.dagstermaven.report.ReportedModule;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** Maven's side of a module: its names and folders, with what stands for them in a build that has no POM. */
final class MavenModule {
    private final MavenProject project;
    private final MavenSession session;

    MavenModule(MavenProject project, MavenSession session) {
        this.project = project;
        this.session = session;
    }

    /** What paths in the configuration start from. */
    Path base() {
        return hasPom() ? project.getBasedir().toPath() : Path.of(session.getExecutionRootDirectory());
    }

    /** Where its build leaves things behind. */
    BuildLayout layout(Path directory) {
        return hasPom() ? BuildLayout.of(project) : new BuildLayout(directory.resolve("target"));
    }

    /** What is its own in a build of several. */
    String id(Path directory) {
        return hasPom() ? project.getId() : directory.toString();
    }

    /** Its name for people. */
    String title(Path directory) {
        return hasPom() ? project.getName() : directory.getFileName().toString();
    }

    /** Its version; null without a POM. */
    String version() {
        return hasPom() ? project.getVersion() : null;
    }

    /** As reports name it: by itself in a build of one, beside others in a build of several. */
    ReportedModule reported(Path directory, Path logs) {
        if (!hasPom()) {
            return new ReportedModule(null, null, directory, logs);
        }
        // Not those that -pl selects: names must not depend on it.
        List<MavenProject> modules = session.getAllProjects();
        boolean isOneOfSeveral = modules != null && modules.size() > 1;
        String name = project.getArtifactId();
        return new ReportedModule(project.getGroupId() + ":" + name, isOneOfSeveral ? name : null, directory, logs);
    }

    /** Whether it is there to gather others. */
    boolean isAggregator() {
        return hasPom() && project.getModules() != null && !project.getModules().isEmpty();
    }

    private boolean hasPom() {
        return project != null && project.getFile() != null;
    }
}
