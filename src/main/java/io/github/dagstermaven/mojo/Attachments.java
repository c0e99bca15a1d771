package io.github.dagstermaven.mojo;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** The files that a module's build hands to {@code install} and {@code deploy}. */
final class Attachments {
    private final MavenProject project;
    private final MavenProjectHelper helper;

    /** The attachments of a module; without a POM there is nothing to attach to. */
    Attachments(MavenProject project, MavenProjectHelper helper) {
        this.project = project;
        this.helper = helper;
    }

    /** The archive: the artifact itself in a module of that packaging, else one beside it with that classifier. */
    void archive(Path file, String packaging) {
        if (isOf(packaging)) {
            project.getArtifact().setFile(file.toFile());
        } else {
            attach("zip", packaging, file);
        }
    }

    /** Attaches a file, once, however many executions make it. */
    void attach(String type, String classifier, Path file) {
        if (!hasPom() || isAttached(type, classifier)) {
            return;
        }
        helper.attachArtifact(project, type, classifier, file.toFile());
    }

    /** Whether the module's packaging is that one. */
    boolean isOf(String packaging) {
        return hasPom() && packaging.equals(project.getPackaging());
    }

    private boolean isAttached(String type, String classifier) {
        return project.getAttachedArtifacts().stream()
                .anyMatch(artifact -> type.equals(artifact.getType()) && classifier.equals(artifact.getClassifier()));
    }

    private boolean hasPom() {
        File pom = project == null ? null : project.getFile();
        return pom != null;
    }
}
