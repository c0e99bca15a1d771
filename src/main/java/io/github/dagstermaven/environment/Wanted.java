package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.project.ProjectRequirements;
import io.github.dagstermaven.project.PythonProject;
import io.github.dagstermaven.project.Requirement;
import io.github.dagstermaven.project.RequirementsFile;
import io.github.dagstermaven.project.VersionSpecifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be installed, before versions are chosen.
 *
 * @param python the Pythons that will do
 * @param pythonSource where that was said, for messages
 * @param lines requirements and options
 * @param constraints constraints on them
 * @param overrides requirements that win over whatever anything else asks for
 * @param preferred versions to take where nothing speaks against them
 * @param computed a file whose requirements only uv can read; null when there is none
 * @param lock the lock whose requirements come first; null when there is none
 * @param locked whether every version is decided by the project
 */
record Wanted(
        VersionSpecifier python,
        String pythonSource,
        List<String> lines,
        List<String> constraints,
        List<String> overrides,
        List<String> preferred,
        Path computed,
        Path lock,
        boolean locked) {

    /** Part of every key: raised when an environment of an earlier release no longer fits. */
    private static final int LAYOUT = 1;

    /** What a specification and its project ask for. */
    static Wanted of(Specification specification) {
        PythonProject project = specification.project();
        Optional<VersionSpecifier> dagster = explicitDagster(specification);
        Optional<String> inLock = project.lockedDagsterVersion();
        boolean useLock = inLock.isPresent()
                && dagster.map(version -> version.matches(inLock.get())).orElse(true);
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
        List<String> overrides = new ArrayList<>();
        List<String> preferred = new ArrayList<>();
        boolean pinned = isPinned(lines) && declared.computed() == null;
        String exact = useLock ? inLock.get() : exactDagster(lines);
        if (dagster.isPresent() && !useLock) {
            // Its libraries pin Dagster's version: their own versions have to follow the one that was asked for.
            lines.replaceAll(Wanted::withoutDagsterVersion);
            String asked = "dagster" + clause(specification.dagsterVersion());
            lines.add(asked);
            exact = Requirement.parse(asked).exactVersion().orElse(null);
            if (declared.computed() != null) {
                overrides.add(asked);
            }
        } else if (!useLock) {
            lines.add("dagster");
            if (declared.computed() == null && !mentionDagster(lines.subList(0, lines.size() - 1))) {
                preferred.add("dagster==" + DagsterSupport.TESTED);
            }
        }
        // Its pin on Dagster would do, but "there is no dagster-webserver of that version" is the better message.
        lines.add("dagster-webserver" + (exact == null ? "" : "==" + exact));
        if (exact != null) {
            DagsterSupport.requireSupported(exact, "asked for");
        }
        VersionSpecifier bySupport = DagsterSupport.pythons(exact);
        Optional<VersionSpecifier> byUser = explicitPython(specification);
        VersionSpecifier python = byUser.or(project::pythonVersion)
                .map(asked -> both(asked, bySupport))
                .orElse(bySupport);
        String source = byUser.isPresent()
                ? "<pythonVersion>"
                : project.pythonVersion().isPresent() ? "the project" : "Dagster " + (exact == null ? "" : exact);
        return new Wanted(
                python,
                source.strip(),
                List.copyOf(lines),
                List.copyOf(constraints),
                List.copyOf(overrides),
                List.copyOf(preferred),
                declared.computed(),
                useLock ? project.lockFile().orElseThrow() : null,
                useLock || pinned && dagster.isEmpty());
    }

    /** The name of what was chosen for this: the same until something that decides the choice changes. */
    String key(PythonProject project, IndexAccess index) throws IOException {
        Fingerprint fingerprint = new Fingerprint()
                .add("layout", LAYOUT)
                .add("platform", Platform.current())
                .add("python", python)
                .addAll("line", lines)
                .addAll("constraint", constraints)
                .addAll("override", overrides)
                .addAll("preferred", preferred)
                .addAll("index", index.identity());
        if (computed != null) {
            fingerprint.add("computed", computed);
            for (String file : List.of("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt")) {
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

    private static Optional<VersionSpecifier> explicitPython(Specification specification) {
        return explicit(specification.pythonVersion(), "pythonVersion", "Python version", "3.12 or >=3.11,<3.13");
    }

    private static Optional<VersionSpecifier> explicit(String value, String parameter, String subject, String example) {
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

    private static VersionSpecifier both(VersionSpecifier asked, VersionSpecifier supported) {
        return VersionSpecifier.parse(asked + "," + supported).orElseThrow();
    }
}
