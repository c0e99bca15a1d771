package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python project's folder: what its files say, without starting Python. */
public final class PythonProject {
    private final Path directory;
    private final PyprojectToml pyproject;
    private final SetupFiles setup;

    private PythonProject(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.pyproject = PyprojectToml.read(this.directory.resolve("pyproject.toml"));
        this.setup = new SetupFiles(this.directory);
    }

    /**
     * Reads the project files of a folder; none of them is required.
     *
     * @throws io.github.dagstermaven.dagster.PipelineException pyproject.toml is not valid TOML
     */
    public static PythonProject at(Path directory) {
        return new PythonProject(directory);
    }

    /** The project's folder, absolute. */
    public Path directory() {
        return directory;
    }

    /** The distribution's name; the folder's name when no file says one. */
    public String name() {
        return pyproject
                .string("project.name")
                .or(() -> pyproject.string("tool.poetry.name"))
                .or(setup::name)
                .orElseGet(() -> String.valueOf(directory.getFileName()));
    }

    /**
     * The Python it wants: what {@code .python-version} says, else its {@code requires-python}; empty when neither does.
     *
     * @throws PipelineException what they say is not a version
     */
    public Optional<WantedPython> wantedPython() {
        return WantedPython.of(directory, pyproject, setup);
    }

    /** Its {@code requirements.lock}; empty when there is none with hashes. */
    public Optional<RequirementsLock> requirementsLock() {
        return RequirementsLock.in(directory);
    }

    /** Its {@code uv.lock}, or the one of the uv workspace that it is a member of. */
    public Optional<Path> lockFile() {
        return UvLock.of(directory, pyproject).map(UvLock::file);
    }

    /**
     * The version of Dagster in its lock; empty when there is no lock or no Dagster in it.
     *
     * @throws PipelineException the lock cannot be read
     */
    public Optional<String> lockedDagsterVersion() {
        return UvLock.of(directory, pyproject).flatMap(UvLock::dagsterVersion);
    }

    /**
     * Makes sure that its lock was written for what pyproject.toml asks for now.
     *
     * @throws PipelineException it was not
     */
    public void requireCurrentLock() {
        UvLock.of(directory, pyproject).ifPresent(lock -> lock.requireCurrent(pyproject));
    }

    /**
     * What uv is told by the files that it reads itself: the nearest {@code uv.toml} or {@code [tool.uv]} here or above; empty
     * when there is none.
     */
    public String uvSettings() {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            Path own = folder.resolve("uv.toml");
            if (Files.isRegularFile(own)) {
                return ProjectText.of(own).content();
            }
            // Those above belong to others: what is wrong in them is not for us to report.
            Path file = folder.resolve("pyproject.toml");
            if (Files.isRegularFile(file)) {
                Optional<String> settings =
                        folder.equals(directory) ? pyproject.tableText("tool.uv") : settingsAbove(file);
                if (settings.isPresent()) {
                    return settings.get();
                }
            }
        }
        return "";
    }

    private static Optional<String> settingsAbove(Path file) {
        try {
            return PyprojectToml.read(file).tableText("tool.uv");
        } catch (PipelineException e) {
            return Optional.empty();
        }
    }

    /** What it needs, from pyproject.toml, else setup.cfg or setup.py, else requirements.txt. The lock is not looked at. */
    public ProjectRequirements requirements() {
        return pyprojectRequirements()
                .or(() -> setup.installRequires()
                        .map(lines -> ProjectRequirements.listed(
                                Files.exists(directory.resolve("setup.py")) ? "setup.py" : "setup.cfg", lines)))
                .or(() -> setup.computedRequirements().map(file -> ProjectRequirements.computed("setup.py", file)))
                .or(this::requirementsTxt)
                .orElseGet(ProjectRequirements::none);
    }

    /** The folders that its modules are imported from, in the order of Python's path. */
    public List<Path> pythonPath() {
        List<Path> folders = new ArrayList<>(List.of(directory));
        for (String layout : List.of("src", "src/main/python")) {
            Path folder = directory.resolve(layout);
            if (holdsPython(folder)) {
                folders.add(folder);
            }
        }
        return List.copyOf(folders);
    }

    /**
     * Writes its entry points as the metadata of an installed distribution, so that Python sees them with the returned
     * folder on its path. Content-addressed: safe at the same time in several builds.
     *
     * @param parent where the folder is created
     * @return the folder; empty when the project has no entry points
     */
    public Optional<Path> writeEntryPoints(Path parent) {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>(setup.entryPoints());
        groups.putAll(pyproject.stringTables("project.entry-points"));
        groups.putAll(pyproject.stringTables("tool.poetry.plugins"));
        groups.values().removeIf(Map::isEmpty);
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        String version = pyproject.string("project.version").or(setup::version).orElse("0");
        return Optional.of(new EntryPoints(name(), version, groups).writeBelow(parent));
    }

    /**
     * Which definitions to work on: as the parameters say, else as found in the project.
     *
     * @return the target; empty when nothing is given and nothing is found
     * @throws io.github.dagstermaven.dagster.PipelineException a parameter names nothing, kinds are mixed, or several
     *     candidates were found
     */
    public Optional<CodeTarget> target(TargetParameters parameters) {
        Optional<CodeTarget> named = new NamedTarget(this, parameters).resolve();
        return named.isPresent() ? named : new TargetDiscovery(this, parameters).discover();
    }

    PyprojectToml pyproject() {
        return pyproject;
    }

    private Optional<ProjectRequirements> pyprojectRequirements() {
        Path file = pyproject.file();
        boolean dynamic = pyproject.strings("project.dynamic").contains("dependencies");
        List<String> files = pyproject.strings("tool.setuptools.dynamic.dependencies.file");
        if (dynamic && !files.isEmpty()) {
            List<String> lines = new ArrayList<>();
            List<String> constraints = new ArrayList<>();
            for (String name : files) {
                RequirementsFile read = RequirementsFile.read(directory.resolve(name));
                lines.addAll(read.lines());
                constraints.addAll(read.constraints());
            }
            return Optional.of(new ProjectRequirements("pyproject.toml", lines, constraints, null));
        }
        // With a setup.py of its own, the dynamic part is what that file says.
        boolean computed = dynamic
                && !Files.exists(directory.resolve("setup.py"))
                && setup.installRequires().isEmpty();
        boolean poetry = pyproject.has("tool.poetry.dependencies") && !pyproject.has("project.dependencies");
        boolean listed = pyproject.has("project.dependencies");
        List<String> listedRequirements =
                pyproject.requiredStrings("project.dependencies", "dependencies = [\"dagster\"]");
        if (computed || poetry || listed && pyproject.has("tool.uv.sources")) {
            return Optional.of(ProjectRequirements.computed("pyproject.toml", file));
        }
        return listed
                ? Optional.of(ProjectRequirements.listed("pyproject.toml", listedRequirements))
                : Optional.empty();
    }

    private Optional<ProjectRequirements> requirementsTxt() {
        Path file = directory.resolve("requirements.txt");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        RequirementsFile read = RequirementsFile.read(file);
        return Optional.of(new ProjectRequirements("requirements.txt", read.lines(), read.constraints(), null));
    }

    private static boolean holdsPython(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        // One level at a time: Files.find would give up at the first folder that cannot be listed.
        List<Path> children = list(folder);
        return Stream.concat(
                        children.stream(),
                        children.stream().filter(Files::isDirectory).flatMap(child -> list(child).stream()))
                .anyMatch(file -> file.getFileName().toString().endsWith(".py"));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException | UncheckedIOException e) {
            // What cannot be listed cannot be imported either.
            return List.of();
        }
    }
}
