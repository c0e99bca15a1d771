package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The programs of an environment: those beside its interpreter. */
final class Programs {
    /** What is no program, or nobody's choice when another name was meant. */
    private static final Pattern NOT_SUGGESTED =
            Pattern.compile("(?i)(activate|deactivate|pydoc|python).*|.*\\.(bat|ps1|fish|csh|nu|py|dll)");

    private final Path folder;
    private final Platform platform = Platform.current();

    Programs(Path interpreter) {
        this.folder = interpreter.toAbsolutePath().getParent();
    }

    /**
     * The program of that name.
     *
     * @throws PipelineException there is none
     */
    Path find(String name) throws IOException {
        if (name.matches("[^/\\\\]+")) {
            for (String file : List.of(name, platform.executable(name))) {
                Path program = folder.resolve(file);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        throw new PipelineException(Problem.ofValue(
                "unknown_name",
                "There is no program '" + name + "' in the Python environment",
                "program",
                name,
                null,
                names(),
                "A program comes with its package: add that to the project's requirements or with <requirements>"
                        + " (-Ddagster.requirements)"));
    }

    private List<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isExecutable)) {
            for (Path file : files) {
                String name = file.getFileName().toString().replaceFirst("(?i)\\.exe$", "");
                if (!NOT_SUGGESTED.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }
}
