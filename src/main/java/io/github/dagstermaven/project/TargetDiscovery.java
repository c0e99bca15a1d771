package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.CodeTarget.Kind;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the definitions of a project when no parameter names them: pyproject.toml, then workspace.yaml, then the one
 * package or file that has them. Of several files in one package those nearest to its root count: the others are what it
 * is composed of.
 */
final class TargetDiscovery {
    private static final int MAXIMUM_DEPTH = 4;
    private static final int MAXIMUM_FILES = 2_000;
    private static final Set<String> NEVER_SCANNED = Set.of(
            "target",
            "build",
            "dist",
            "venv",
            "env",
            "node_modules",
            "site-packages",
            "__pycache__",
            "tests",
            "test",
            "it");
    private static final Set<String> NOT_DEFINITIONS = Set.of("setup.py", "conftest.py", "noxfile.py");

    private final PythonProject project;
    private final TargetParameters parameters;
    private int filesRead;

    TargetDiscovery(PythonProject project, TargetParameters parameters) {
        this.project = project;
        this.parameters = parameters;
    }

    /** The target; empty when there is none. */
    Optional<CodeTarget> discover() {
        Path workingDirectory = new NamedTarget(project, parameters).workingDirectory();
        if (project.pyproject().has("tool.dg") || project.pyproject().has("tool.dagster")) {
            return Optional.of(target(Kind.PYPROJECT, project.pyproject().file().toString(), workingDirectory));
        }
        Path workspace = project.directory().resolve("workspace.yaml");
        if (Files.isRegularFile(workspace)) {
            return Optional.of(target(Kind.WORKSPACE, workspace.toString(), workingDirectory));
        }
        List<Candidate> candidates = new ArrayList<>();
        List<Path> roots = project.pythonPath();
        for (Path root : roots) {
            candidates.addAll(below(root, roots));
        }
        if (candidates.size() > 1) {
            throw several(candidates);
        }
        return candidates.stream()
                .findFirst()
                .map(candidate -> target(candidate.kind(), candidate.value(), workingDirectory));
    }

    private CodeTarget target(Kind kind, String value, Path workingDirectory) {
        return new CodeTarget(kind, List.of(value), parameters.attribute(), workingDirectory);
    }

    private List<Candidate> below(Path root, List<Path> roots) {
        List<Candidate> candidates = new ArrayList<>();
        for (Path file : pythonFiles(root)) {
            if (isCandidate(file)) {
                candidates.add(candidate(root, file));
            }
        }
        for (Path folder : folders(root, roots)) {
            candidates.addAll(nearestBelow(root, folder, roots));
        }
        return candidates;
    }

    private List<Candidate> nearestBelow(Path root, Path top, List<Path> roots) {
        List<Path> level = List.of(top);
        for (int depth = 1; depth <= MAXIMUM_DEPTH && !level.isEmpty(); depth++) {
            List<Candidate> found = new ArrayList<>();
            List<Path> next = new ArrayList<>();
            for (Path folder : level) {
                pythonFiles(folder).stream()
                        .filter(this::isCandidate)
                        .map(file -> candidate(root, file))
                        .forEach(found::add);
                next.addAll(folders(folder, roots));
            }
            if (!found.isEmpty()) {
                return found;
            }
            level = next;
        }
        return List.of();
    }

    private boolean isCandidate(Path file) {
        String name = file.getFileName().toString();
        if (name.equals("definitions.py")) {
            return true;
        }
        return filesRead++ < MAXIMUM_FILES && DefinitionsScan.hasDefinitions(file);
    }

    /** A file in a package is a module, so that its relative imports work; any other is a file. */
    private Candidate candidate(Path root, Path file) {
        String display = project.directory().relativize(file).toString();
        if (!Files.isRegularFile(file.resolveSibling("__init__.py"))
                || file.getParent().equals(root)) {
            return new Candidate(Kind.PYTHON_FILE, file.toString(), display);
        }
        Path base = file.getParent();
        while (!base.equals(root) && Files.isRegularFile(base.resolve("__init__.py"))) {
            base = base.getParent();
        }
        if (!base.equals(root)) {
            return new Candidate(Kind.PYTHON_FILE, file.toString(), display);
        }
        boolean initialiser = file.getFileName().toString().equals("__init__.py");
        Path module = root.relativize(initialiser ? file.getParent() : file);
        String name = Stream.iterate(0, i -> i < module.getNameCount(), i -> i + 1)
                .map(i -> module.getName(i).toString())
                .collect(Collectors.joining("."))
                .replaceFirst("\\.py$", "");
        return new Candidate(Kind.MODULE_NAME, name, display);
    }

    private static List<Path> pythonFiles(Path folder) {
        return list(folder).stream()
                .filter(file -> file.getFileName().toString().endsWith(".py"))
                .filter(file -> !NOT_DEFINITIONS.contains(file.getFileName().toString()))
                .filter(file -> !file.getFileName().toString().startsWith("test_"))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<Path> folders(Path folder, List<Path> roots) {
        return list(folder).stream()
                .filter(Files::isDirectory)
                .filter(child -> !child.getFileName().toString().startsWith("."))
                .filter(child -> !NEVER_SCANNED.contains(child.getFileName().toString()))
                .filter(child -> !Files.isSymbolicLink(child))
                .filter(child -> !Files.exists(child.resolve("pyvenv.cfg")))
                // A Maven module below this one is a project of its own.
                .filter(child -> !Files.exists(child.resolve("pom.xml")))
                .filter(child -> !roots.contains(child))
                .toList();
    }

    /** The children of a folder in their order; none of one that cannot be listed. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            // A folder that the user cannot list (a database's, another user's) has no definitions to be run.
            return List.of();
        }
    }

    private static PipelineException several(List<Candidate> candidates) {
        Candidate first = candidates.get(0);
        String parameter = first.kind() == Kind.MODULE_NAME ? "moduleName" : "pythonFile";
        String value = first.kind() == Kind.MODULE_NAME ? first.value() : first.display();
        List<String> files =
                candidates.stream().map(Candidate::display).sorted().toList();
        return new PipelineException(Problem.ofValue(
                "ambiguous_name",
                "Definitions were found in " + files.size() + " places",
                "code location",
                null,
                parameter,
                files,
                "Choose one, as <" + parameter + ">" + value + "</" + parameter + "> (-Ddagster." + parameter + "="
                        + value + "), or list them all in a workspace.yaml."));
    }

    private record Candidate(Kind kind, String value, String display) {}
}
