package io.github.dagstermaven.mojo;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the paths begin that build servers want. */
final class RepositoryRoot {
    private RepositoryRoot() {}

    /** The root of the repository that the project of a goal is in. */
    static Path of(AbstractDagsterMojo mojo) {
        return of(
                mojo.context().directory(),
                Path.of(mojo.session.getExecutionRootDirectory()).toAbsolutePath());
    }

    /**
     * The root of the repository that a project is in. Without a repository it is the folder that Maven was started for, if the
     * project is in it.
     *
     * @param directory the project's folder
     * @param started the folder that Maven was started for
     */
    static Path of(Path directory, Path started) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            // In a work tree it is a file.
            if (Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return directory.startsWith(started) ? started : directory;
    }
}
