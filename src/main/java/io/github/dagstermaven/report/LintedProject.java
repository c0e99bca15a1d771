package io.github.dagstermaven.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A project whose definitions were linted, as build servers know it: by its place in the repository.
 *
 * @param repositoryRoot the root of the repository
 * @param directory the project's folder, in the repository
 * @param files what may stand for the project where a finding has no place in the repository; the first that is there does
 */
public record LintedProject(Path repositoryRoot, Path directory, List<Path> files) {
    public LintedProject {
        repositoryRoot = repositoryRoot.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        files = List.copyOf(files);
    }

    /** The path of its folder from the root of the repository, with slashes; empty for the root itself. */
    String path() {
        return slashes(directory);
    }

    /** The path of the file that stands for it. */
    String file() {
        return files.stream()
                .map(file -> directory.resolve(file).normalize())
                .filter(file -> file.startsWith(repositoryRoot) && Files.isRegularFile(file))
                .findFirst()
                .map(this::slashes)
                // Nobody opens it, but without any path a build server refuses the findings that have one, too.
                .orElseGet(() -> slashes(directory.resolve("pyproject.toml")));
    }

    private String slashes(Path path) {
        return repositoryRoot.relativize(path).toString().replace('\\', '/');
    }
}
