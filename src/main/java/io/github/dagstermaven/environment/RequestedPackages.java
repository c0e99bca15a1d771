package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.project.Fingerprint;
import io.github.dagstermaven.project.ProjectRequirements;
import io.github.dagstermaven.project.PythonProject;
import io.github.dagstermaven.project.Requirement;
import io.github.dagstermaven.project.RequirementsFile;
import io.github.dagstermaven.project.RequirementsLock;
import io.github.dagstermaven.project.VersionSpecifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is to be installed, before versions are chosen.
 *
 * @param python the Pythons that will do
 * @param lines requirements and options
 * @param constraints constraints on them
 * @param overrides requirements that win over whatever anything else asks for
 * @param preferred versions to take where nothing speaks against them
 * @param computed a file whose requirements only uv can read; null when there is none
 * @param lock the lock whose requirements come first; null when there is none
 * @param index where the requirements say that packages come from
 * @param origin where the lines come from, for messages: {@code pyproject.toml, <requirements>}
 * @param locking the name of the file that decides every version; null when there is none
 */
record RequestedPackages(
        RequestedPython python,
        List<String> lines,
        List<String> constraints,
        List<String> overrides,
        List<String> preferred,
        Path computed,
        Path lock,
        IndexOptions index,
        String origin,
        String locking) {

    /** Part of every key: raised when an environment of an earlier release no longer fits. */
    private static final int LAYOUT = 2;

    private static final String WEBSERVER = "dagster-webserver";
    private static final List<String> PROJECT_FILES =
            List.of("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt");
    private static final Pattern LOCAL = Pattern.compile(
            "^(?:-e\\s+)?(?:[\\w.-]+(?:\\[[^]]*])?\\s*@\\s*)?(?:file:(?://)?)?([./][^;]*?)(?:\\s*;.*)?$");

    /** What a specification and its project ask for. */
    static RequestedPackages of(Specification specification) {
        Optional<RequirementsLock> lock = specification.project().lockFile().isPresent()
                ? Optional.empty()
                : specification.project().requirementsLock();
        // As with uv.lock: another version of Dagster than the locked one is chosen anew with all that goes with it.
        return of(
                specification,
                lock.filter(present -> explicitDagster(specification)
                        .map(version -> version.matches(present.dagsterVersion()))
                        .orElse(true)));
    }

    /** The same as if there were no {@code requirements.lock}. */
    static RequestedPackages withoutLock(Specification specification) {
        return of(specification, Optional.empty());
    }

    private static RequestedPackages of(Specification specification, Optional<RequirementsLock> requirementsLock) {
        PythonProject project = specification.project();
        Optional<VersionSpecifier> dagster = explicitDagster(specification);
        Optional<String> inLock = project.lockedDagsterVersion();
        // A lock without Dagster decides what it has; Dagster is chosen beside it.
        boolean useLock = project.lockFile().isPresent()
                && (inLock.isEmpty()
                        || dagster.map(version -> version.matches(inLock.get())).orElse(true));
        ProjectRequirements declared =
                useLock ? ProjectRequirements.listed("uv.lock", List.of()) : project.requirements();
        List<String> constraints = new ArrayList<>(declared.constraints());
        List<String> lines = new ArrayList<>(declared.lines());
        for (Path file : specification.requirementsFiles()) {
            RequirementsFile read = RequirementsFile.read(file);
            lines.addAll(read.lines());
            constraints.addAll(read.constraints());
        }
        specification.requirements().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        IndexOptions index = IndexOptions.of(lines, project.directory());
        lines.removeIf(IndexOptions::isOne);
        List<String> overrides = new ArrayList<>();
        List<String> preferred = new ArrayList<>();
        requirementsLock.ifPresent(present -> {
            present.requireCurrent(lines, origin(specification, declared));
            lines.addAll(present.lines());
        });
        boolean pinned = isPinned(lines) && declared.computed() == null;
        boolean decided = requirementsLock.isPresent() || useLock && inLock.isPresent();
        String exact = inLock.filter(version -> useLock).orElse(exactDagster(lines));
        if (dagster.isPresent() && !decided) {
            // Its libraries pin Dagster's version: their own versions have to follow the one that was asked for.
            lines.replaceAll(RequestedPackages::withoutDagsterVersion);
            String asked = "dagster" + clause(specification.dagsterVersion());
            lines.add(asked);
            exact = Requirement.parse(asked).exactVersion().orElse(null);
            if (declared.computed() != null) {
                overrides.add(asked);
            }
        } else if (!decided) {
            lines.add("dagster");
            if (declared.computed() == null && !mentionDagster(lines.subList(0, lines.size() - 1))) {
                preferred.add("dagster==" + DagsterSupport.TESTED);
            }
        }
        // Its pin on Dagster would do, but "there is no dagster-webserver of that version" is the better message.
        lines.add(WEBSERVER + (exact == null ? "" : "==" + exact));
        if (exact != null) {
            DagsterSupport.requireSupported(exact, "asked for");
        }
        return new RequestedPackages(
                RequestedPython.of(specification, exact),
                List.copyOf(lines),
                List.copyOf(constraints),
                List.copyOf(overrides),
                List.copyOf(preferred),
                declared.computed(),
                useLock ? project.lockFile().orElseThrow() : null,
                index,
                origin(specification, declared),
                useLock
                        ? "uv.lock"
                        : requirementsLock.isPresent()
                                ? RequirementsLock.NAME
                                : pinned && dagster.isEmpty() ? lockingFile(declared) : null);
    }

    private static String origin(Specification specification, ProjectRequirements declared) {
        List<String> places = new ArrayList<>();
        if (declared.source() != null) {
            places.add(declared.source());
        }
        specification.requirementsFiles().forEach(file -> places.add(String.valueOf(file.getFileName())));
        if (!specification.requirements().isEmpty()) {
            places.add("<requirements>");
        }
        return places.isEmpty() ? "the requirements" : String.join(", ", places);
    }

    private static String lockingFile(ProjectRequirements declared) {
        return declared.source() == null ? "the requirements" : declared.source();
    }

    /** The same without the webserver: only {@code dev} needs it. */
    RequestedPackages withoutWebserver() {
        return new RequestedPackages(
                python,
                lines.subList(0, lines.size() - 1),
                constraints,
                overrides,
                preferred,
                computed,
                lock,
                index,
                origin,
                locking);
    }

    /** Whether the webserver is asked for by us alone. */
    boolean webserverIsOptional() {
        return names(lines.subList(0, lines.size() - 1)).noneMatch(WEBSERVER::equals);
    }

    private static Stream<String> names(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("-"))
                .map(line -> Requirement.parse(line).name())
                .filter(Objects::nonNull);
    }

    /** The name of what was chosen for this: the same until something that decides the choice changes. */
    String key(PythonProject project, IndexAccess access) throws IOException {
        Fingerprint fingerprint = new Fingerprint()
                .add("layout", LAYOUT)
                .add("platform", Platform.current())
                .add("python", python.versions())
                .addAll("line", lines)
                .addAll("constraint", constraints)
                .addAll("override", overrides)
                .addAll("preferred", preferred)
                .addAll("index", access.identity())
                .addAll("index option", index.identity())
                .add("settings", project.uvSettings())
                .add("local", localContent(project.directory()));
        for (Path file : access.decidingFiles(project.directory())) {
            fingerprint.addFile(file.toString(), file);
        }
        if (computed != null) {
            fingerprint.add("computed", computed);
            for (String file : PROJECT_FILES) {
                fingerprint.addFile(file, project.directory().resolve(file));
            }
        }
        if (lock != null) {
            // A workspace's lock serves several projects: which one it is, is said by its pyproject.toml.
            fingerprint
                    .addFile("lock", lock)
                    .addFile("project", project.directory().resolve("pyproject.toml"));
        }
        return fingerprint.hex();
    }

    /** What uv looks at to tell whether a local path has to be built again: its project files, or the archive itself. */
    String localContent(Path directory) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (String line : lines) {
            Matcher local = LOCAL.matcher(line);
            if (!local.matches()) {
                continue;
            }
            Path path = directory.resolve(local.group(1).replaceFirst("\\[[^]]*]$", ""));
            if (Files.isDirectory(path)) {
                for (String file : PROJECT_FILES) {
                    fingerprint.addFile(path + "/" + file, path.resolve(file));
                }
            } else {
                fingerprint.addFile(path.toString(), path);
            }
        }
        return fingerprint.hex();
    }

    /**
     * Makes sure that every requirement can be locked.
     *
     * @throws PipelineException one is a path of this machine
     */
    void requireNoLocalPaths() {
        lines.stream().filter(line -> LOCAL.matcher(line).matches()).findFirst().ifPresent(line -> {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "A path of this machine cannot be locked",
                    "requirement",
                    line,
                    null,
                    List.of(),
                    "Require it by its name from a package index"));
        });
    }

    private static boolean isPinned(List<String> lines) {
        List<Requirement> requirements = lines.stream()
                .filter(line -> !line.startsWith("-"))
                .map(Requirement::parse)
                .toList();
        return requirements.stream().anyMatch(requirement -> "dagster".equals(requirement.name()))
                && requirements.stream().allMatch(Requirement::isHashed);
    }

    private static boolean mentionDagster(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("-"))
                .map(Requirement::parse)
                .anyMatch(Requirement::concernsDagster);
    }

    private static String exactDagster(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("-"))
                .map(Requirement::parse)
                .filter(requirement -> "dagster".equals(requirement.name()))
                .flatMap(requirement -> requirement.exactVersion().stream())
                .findFirst()
                .orElse(null);
    }

    private static String withoutDagsterVersion(String line) {
        Requirement requirement = line.startsWith("-") ? null : Requirement.parse(line);
        return requirement != null && requirement.concernsDagster() ? requirement.withoutVersion() : line;
    }

    private static String clause(String version) {
        return Character.isDigit(version.strip().charAt(0)) ? "==" + version.strip() : version.strip();
    }

    private static Optional<VersionSpecifier> explicitDagster(Specification specification) {
        return explicit(specification.dagsterVersion(), "version", "Dagster version", "1.13.27 or >=1.12,<1.13")
                // A bare version is that version, not its patch releases.
                .flatMap(ignored -> VersionSpecifier.parse(clause(specification.dagsterVersion())));
    }

    /** A version that a parameter gives; empty when it is not given. */
    static Optional<VersionSpecifier> explicit(String value, String parameter, String subject, String example) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(VersionSpecifier.parse(value)
                .orElseThrow(() -> new PipelineException(Problem.ofValue(
                        "invalid_parameter",
                        "'" + value + "' is not a " + subject,
                        subject,
                        value,
                        parameter,
                        List.of(),
                        "Write it as " + example + " in <" + parameter + "> (-Ddagster." + parameter + ")."))));
    }
}
