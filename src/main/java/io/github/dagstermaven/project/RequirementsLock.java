package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A {@code requirements.lock}: a version with hashes of everything that a project needs. Other tools write files of that name, too;
 * one without hashes is theirs.
 */
public final class RequirementsLock {
    /** The file's name in the project's folder. */
    public static final String NAME = "requirements.lock";

    private static final String MARK = "# Written by dagster:environment-lock";
    private static final String HEADER = MARK
            + ": every machine installs exactly this.\n"
            + "# Write it anew after a change of the requirements; with -U, newer versions are chosen as well.\n";
    private static final String REMEDY = "Write the lock anew with mvn dagster:environment-lock";

    private final List<String> lines;
    private final List<Requirement> requirements;

    private RequirementsLock(List<String> lines) {
        this.lines = lines;
        this.requirements = lines.stream().map(Requirement::parse).toList();
    }

    /** The lock in a folder; empty when there is no such file, or none with hashes, or none with Dagster. */
    static Optional<RequirementsLock> in(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = RequirementsFile.read(file).lines();
        return lines.stream().anyMatch(line -> line.startsWith("-"))
                ? Optional.empty()
                : Optional.of(new RequirementsLock(lines))
                        .filter(lock -> lock.dagster().isPresent()
                                && lock.requirements.stream().allMatch(Requirement::isHashed));
    }

    /** Its lines, as in a requirements file. */
    public List<String> lines() {
        return lines;
    }

    /** The version of Dagster in it. */
    public String dagsterVersion() {
        return dagster().orElseThrow();
    }

    /**
     * Makes sure that it was written for these requirements. uv would find that out as well, but for one that is missing.
     *
     * @param asked requirements as in a requirements file
     * @param origin where they come from, as {@code pyproject.toml}
     * @throws PipelineException it was not
     */
    public void requireCurrent(List<String> asked, String origin) {
        asked.stream()
                .filter(line -> !line.startsWith("-"))
                .map(Requirement::parse)
                .filter(requirement -> requirement.name() != null)
                .forEach(requirement -> requireCurrent(requirement, origin));
    }

    private void requireCurrent(Requirement asked, String origin) {
        List<String> locked = requirements.stream()
                .filter(each -> asked.name().equals(each.name()))
                .flatMap(each -> each.exactVersion().stream())
                .toList();
        // With a marker it may be for a Python that the lock is not for.
        if (locked.isEmpty() && !asked.line().contains(";")) {
            throw stale(origin, "it has no '" + asked.name() + "'");
        }
        // What this specifier is too simple for is left to uv.
        boolean fits = locked.isEmpty()
                || VersionSpecifier.parse(asked.specifier())
                        .map(wanted ->
                                locked.stream().anyMatch(version -> version.contains("!") || wanted.matches(version)))
                        .orElse(true);
        if (!fits) {
            throw stale(
                    origin,
                    "it has " + asked.name() + " " + String.join(" and ", locked) + ", asked for is '"
                            + asked.line().strip() + "'");
        }
    }

    /**
     * Writes the lock of a project.
     *
     * @param requirements the requirements, as a requirements file
     * @return the file
     * @throws PipelineException there is a file of that name that something else has written
     */
    public static Path write(Path directory, String requirements) {
        Path file = directory.resolve(NAME);
        try {
            AtomicFile.write(file, HEADER + requirements);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
        return file;
    }

    /**
     * Makes sure that the file can be written anew.
     *
     * @throws PipelineException there is one that something else has written
     */
    public static void requireOurs(Path directory) {
        Path file = directory.resolve(NAME);
        if (Files.exists(file) && !ProjectText.of(file).content().startsWith(MARK)) {
            throw new PipelineException(Problem.ofValue(
                    "file_exists",
                    NAME + " was written by something else and is not overwritten",
                    "file",
                    file.toString(),
                    null,
                    List.of(),
                    "Move it away if the lock is to take its place"));
        }
    }

    private Optional<String> dagster() {
        return requirements.stream()
                .filter(each -> "dagster".equals(each.name()))
                .flatMap(each -> each.exactVersion().stream())
                .findFirst();
    }

    private static PipelineException stale(String origin, String why) {
        return new PipelineException(Problem.of("stale_lock", NAME + " is older than " + origin + ": " + why, REMEDY));
    }
}
