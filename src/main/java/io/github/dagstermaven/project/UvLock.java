package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlTable;

/** A {@code uv.lock}: which Dagster it has, and whether it still is the lock of what its project asks for. */
final class UvLock {
    private static final Pattern DAGSTER =
            Pattern.compile("\\[\\[package]]\\s+name = \"dagster\"\\s+version = \"([^\"]+)\"");
    private static final String DEPENDENCIES = "project.dependencies";
    private static final String REMEDY = "Write the lock anew with 'uv lock'.";

    /** What tells that a requirement is not met by an index: then the lock does not repeat the version asked for. */
    private static final List<String> SOURCES = List.of("git", "url", "path", "directory", "editable", "virtual");

    private final Path file;

    private UvLock(Path file) {
        this.file = file;
    }

    /** The project's own, or the one of the uv workspace that it is a member of. */
    static Optional<UvLock> of(Path directory, PyprojectToml pyproject) {
        Path own = directory.resolve("uv.lock");
        if (Files.isRegularFile(own)) {
            return Optional.of(new UvLock(own));
        }
        for (Path folder = directory.getParent(); folder != null; folder = folder.getParent()) {
            Path lock = folder.resolve("uv.lock");
            if (Files.isRegularFile(lock) && pyproject.has("project")) {
                boolean workspace =
                        PyprojectToml.read(folder.resolve("pyproject.toml")).has("tool.uv.workspace");
                return workspace ? Optional.of(new UvLock(lock)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    Path file() {
        return file;
    }

    /**
     * The version of Dagster in it; empty when there is no Dagster in it.
     *
     * @throws PipelineException it is no lock
     */
    Optional<String> dagsterVersion() {
        // Not read as TOML unless it has to be: locks are long, and this is asked for in every build.
        Matcher matcher = DAGSTER.matcher(ProjectText.of(file).content());
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        packages();
        return Optional.empty();
    }

    /**
     * Makes sure that it was written for the requirements that the project has now. uv itself would also call a lock outdated
     * that was written with another package index, as behind a mirror.
     *
     * @throws PipelineException it was not
     */
    void requireCurrent(PyprojectToml pyproject) {
        List<TomlTable> packages = packages();
        Optional<String> name = pyproject.string("project.name").map(Requirement::normalise);
        if (name.isEmpty() || pyproject.strings("project.dynamic").contains("dependencies")) {
            return;
        }
        TomlTable locked = packages.stream()
                .filter(each -> name.get().equals(each.get(List.of("name"))))
                .findFirst()
                .orElseThrow(() -> stale("it has no project " + name.get(), pyproject.at("project.name")));
        if (!(locked.get(List.of("metadata")) instanceof TomlTable metadata)) {
            return;
        }
        List<TomlTable> recorded = PyprojectToml.tables(metadata.get(List.of("requires-dist"))).stream()
                .filter(each -> !String.valueOf(each.get(List.of("marker"))).contains("extra =="))
                .toList();
        List<Requirement> declared = pyproject.strings(DEPENDENCIES).stream()
                .map(Requirement::parse)
                .filter(each -> each.name() != null)
                .toList();
        for (Requirement each : declared) {
            if (recorded.stream().noneMatch(entry -> isFor(each, entry))) {
                throw stale(
                        "it was not written for '" + each.line() + "'",
                        pyproject.text().at(each.line()));
            }
        }
        for (TomlTable entry : recorded) {
            String gone = String.valueOf(entry.get(List.of("name")));
            if (declared.stream().noneMatch(each -> each.name().equals(gone))) {
                throw stale("it was written for '" + gone + "' too", pyproject.at(DEPENDENCIES));
            }
        }
    }

    private List<TomlTable> packages() {
        PyprojectToml toml = PyprojectToml.read(file, REMEDY);
        if (!toml.has("version")) {
            throw problem(
                    "invalid_lock", "uv.lock is not a lock of uv", toml.text().at(0));
        }
        return toml.tables("package");
    }

    private static boolean isFor(Requirement requirement, TomlTable entry) {
        if (!requirement.name().equals(entry.get(List.of("name")))) {
            return false;
        }
        Object specifier = entry.get(List.of("specifier"));
        return SOURCES.stream().anyMatch(key -> entry.get(List.of(key)) != null)
                || requirement.specifier().startsWith("@")
                || clauses(requirement.specifier()).equals(clauses(specifier == null ? "" : specifier.toString()));
    }

    /** uv orders the clauses in its own way. */
    private static String clauses(String specifier) {
        return Arrays.stream(specifier.split(","))
                .map(clause -> clause.replaceAll("\\s+", ""))
                .filter(clause -> !clause.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    private static PipelineException stale(String why, SourceLocation at) {
        return problem("stale_lock", "uv.lock is older than pyproject.toml: " + why, at);
    }

    private static PipelineException problem(String kind, String message, SourceLocation at) {
        return new PipelineException(new Problem(kind, message, null, null, null, List.of(), at, null, REMEDY));
    }
}
