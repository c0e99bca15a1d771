package io.github.dagstermaven.scaffold;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder to be made for a project that comes as a whole. */
public final class NewFolder {
    private NewFolder() {}

    /**
     * The folder of that name.
     *
     * @throws PipelineException there is something of that name already, or it names no folder right below the parent
     */
    public static Path below(Path parent, String name) {
        Path folder = parent.resolve(name).normalize();
        if (!parent.equals(folder.getParent())) {
            throw refused("'" + name + "' is not the name of a folder right below " + parent, "Give a plain name");
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(
                    "Nothing was written, because " + name + " is in the way", "Move it away, or choose another name");
        }
        return folder;
    }

    private static PipelineException refused(String message, String remedy) {
        return new PipelineException(
                Problem.ofParameter("in_the_way", message, "name", remedy + " with <name> or -Ddagster.name"));
    }
}
