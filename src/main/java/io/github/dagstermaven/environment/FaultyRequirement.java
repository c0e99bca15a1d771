package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A requirement that uv cannot read.
 *
 * @param text the requirement as it is written
 * @param reason what uv says of it
 */
record FaultyRequirement(String text, String reason) {
    /** The reason, the requirement, and a line that points into it. */
    private static final Pattern SAID =
            Pattern.compile("Couldn't parse requirement in .*\\R\\s*(?:cause: )?(.+)\\R\\s*(.+)\\R\\s*\\^+\\s*");

    /** The files of a project that name requirements, as it is looked for in them. */
    private static final List<String> FILES = List.of("pyproject.toml", "requirements.txt", "setup.cfg", "setup.py");

    /** What uv has printed about one; empty when it failed for something else. */
    static Optional<FaultyRequirement> in(String stderr) {
        Matcher said = SAID.matcher(stderr);
        return said.find()
                ? Optional.of(new FaultyRequirement(
                        said.group(2).strip(), said.group(1).strip()))
                : Optional.empty();
    }

    /** The problem with its place in a project's folder; empty when none of the project's files has the requirement. */
    Optional<Problem> problem(Path folder) {
        return FILES.stream()
                .flatMap(name -> place(folder.resolve(name)).stream())
                .findFirst()
                .map(at -> new Problem(
                        "invalid_requirement",
                        "'" + text + "' is no requirement: " + reason,
                        null,
                        null,
                        null,
                        List.of(),
                        at,
                        null,
                        "Correct the file, as name>=version"));
    }

    private Optional<SourceLocation> place(Path file) {
        List<String> lines;
        try {
            lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            // Only the place is lost.
            return Optional.empty();
        }
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.contains(text) && !line.strip().startsWith("#")) {
                return Optional.of(new SourceLocation(file.toString(), number, line.strip()));
            }
        }
        return Optional.empty();
    }
}
