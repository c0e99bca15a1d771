package io.github.dagstermaven.scaffold;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Files that are all made, or none: what is there already is never touched. */
final class NewFiles {
    private static final int SHOWN = 10;

    private final Path folder;
    private final Map<String, String> files;

    /** Files in a folder, by their paths in it; neither the folder nor those in it need be there. */
    NewFiles(Path folder, Map<String, String> files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Nothing is where a file or folder is to be made.
     *
     * @throws PipelineException something is; all of it is named
     */
    void requireRoom() {
        TreeSet<String> inTheWay = new TreeSet<>();
        for (String path : files.keySet()) {
            Path file = folder.resolve(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                inTheWay.add(shown(file));
            }
            for (Path above = file.getParent(); above.startsWith(folder); above = above.getParent()) {
                if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
                    inTheWay.add(shown(above));
                }
            }
        }
        if (!inTheWay.isEmpty()) {
            String more = inTheWay.size() > SHOWN ? "\n… and " + (inTheWay.size() - SHOWN) + " more" : "";
            throw new PipelineException(Problem.ofParameter(
                    "in_the_way",
                    "Nothing was written, because something is in the way:\n"
                            + inTheWay.stream().limit(SHOWN).collect(Collectors.joining("\n"))
                            + more,
                    "name",
                    "Move it away, or choose another name with <name> or -Ddagster.name"));
        }
    }

    /** Makes the files. */
    void write() {
        requireRoom();
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                makeFolder(path.getParent(), made);
                Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                made.push(path);
            }
        } catch (IOException e) {
            takeBack(made);
            throw new PlatformException(
                    Problem.of(
                            "write_failed",
                            "The project cannot be written to " + folder + ": " + e,
                            "Nothing of it was left there; see to that folder and try again"),
                    e);
        }
    }

    private static void makeFolder(Path wanted, Deque<Path> made) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = wanted; !Files.isDirectory(path); path = path.getParent()) {
            missing.add(0, path);
        }
        for (Path path : missing) {
            Files.createDirectory(path);
            made.push(path);
        }
    }

    private static void takeBack(Deque<Path> made) {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // The first failure is the one to tell; a folder may have got other content meanwhile.
                return;
            }
        }
    }

    private String shown(Path path) {
        return folder.getParent().relativize(path).toString();
    }
}
