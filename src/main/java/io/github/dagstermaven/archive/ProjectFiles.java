package io.github.dagstermaven.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a code location.
 *
 * @param files each file by its path in the archive, in the order of the archive
 * @param links links that lead to no file of the project, which are not packed
 */
public record ProjectFiles(SortedMap<String, Path> files, List<String> links) {

    /**
     * Finds them.
     *
     * @param directory the project's folder
     * @throws IOException a folder cannot be listed
     */
    public static ProjectFiles in(Path directory, ArchiveRules rules) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        Search search = new Search(root, rules);
        Files.walkFileTree(root, search);
        return new ProjectFiles(search.files, search.links.stream().sorted().toList());
    }

    /** Remembers for each folder on the way whether a rule leaves it out: a pattern may still bring in files below. */
    private static final class Search extends SimpleFileVisitor<Path> {
        private final Path root;
        private final ArchiveRules rules;
        private final Deque<Boolean> leftOut = new ArrayDeque<>();
        private final SortedMap<String, Path> files = new TreeMap<>();
        private final List<String> links = new ArrayList<>();

        Search(Path root, ArchiveRules rules) {
            this.root = root;
            this.rules = rules;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
                leftOut.push(false);
                return FileVisitResult.CONTINUE;
            }
            boolean above = leftOut.element();
            if (rules.isPassedOver(root, folder, above)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            leftOut.push(rules.isLeftOut(root, folder, above));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            leftOut.pop();
            return super.postVisitDirectory(folder, failure);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!rules.isPacked(root, file, leftOut.element())) {
                return FileVisitResult.CONTINUE;
            }
            String name = ArchiveRules.relative(root, file);
            if (attributes.isRegularFile() || attributes.isSymbolicLink() && leadsToFileOfTheProject(file)) {
                files.put(name, file);
            } else {
                links.add(name);
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean leadsToFileOfTheProject(Path link) throws IOException {
            return Files.isRegularFile(link) && link.toRealPath().startsWith(root.toRealPath());
        }
    }
}
