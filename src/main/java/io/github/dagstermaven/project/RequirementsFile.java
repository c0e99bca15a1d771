package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A requirements file with everything it includes, flat: so that its meaning neither depends on where it is read from
 * nor changes without a change of the result.
 *
 * @param lines requirements and options, without comments; local paths are absolute
 * @param constraints constraints, of included constraints files
 */
public record RequirementsFile(List<String> lines, List<String> constraints) {
    private static final Pattern INCLUDE = Pattern.compile("^(?:-r\\s*|--requirements?(?:\\s+|=))(.+)$");
    private static final Pattern CONSTRAINT = Pattern.compile("^(?:-c\\s*|--constraints?(?:\\s+|=))(.+)$");
    private static final Pattern EDITABLE = Pattern.compile("^(?:-e\\s*|--editable(?:\\s+|=))(.+)$");
    private static final Pattern FIND_LINKS = Pattern.compile("^(?:-f\\s*|--find-links(?:\\s+|=))(.+)$");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*$");

    /** Reads a file. */
    public static RequirementsFile read(Path file) {
        List<String> lines = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        collect(file, null, lines, constraints, new HashSet<>());
        return new RequirementsFile(List.copyOf(lines), List.copyOf(constraints));
    }

    private static void collect(
            Path file, SourceLocation includedAt, List<String> lines, List<String> constraints, Set<Path> seen) {
        Path path = file.toAbsolutePath().normalize();
        if (!seen.add(path)) {
            return;
        }
        int number = 0;
        StringBuilder logical = new StringBuilder();
        for (String physical : readLines(path, includedAt)) {
            number++;
            String text = COMMENT.matcher(physical).replaceFirst("");
            if (text.endsWith("\\")) {
                logical.append(text, 0, text.length() - 1).append(' ');
                continue;
            }
            String line = logical.append(text).toString().strip().replaceAll("\\s+", " ");
            logical.setLength(0);
            if (!line.isEmpty()) {
                add(
                        line,
                        path,
                        new SourceLocation(path.toString(), number, physical.strip()),
                        lines,
                        constraints,
                        seen);
            }
        }
    }

    private static void add(
            String line, Path file, SourceLocation at, List<String> lines, List<String> constraints, Set<Path> seen) {
        Matcher include = INCLUDE.matcher(line);
        if (include.matches()) {
            collect(file.resolveSibling(include.group(1).strip()), at, lines, constraints, seen);
            return;
        }
        Matcher constraint = CONSTRAINT.matcher(line);
        if (constraint.matches()) {
            collect(file.resolveSibling(constraint.group(1).strip()), at, constraints, constraints, seen);
            return;
        }
        Matcher editable = EDITABLE.matcher(line);
        if (editable.matches()) {
            lines.add("-e " + absolute(file, editable.group(1).strip()));
            return;
        }
        Matcher findLinks = FIND_LINKS.matcher(line);
        if (findLinks.matches()) {
            lines.add("--find-links " + absolute(file, findLinks.group(1).strip()));
            return;
        }
        lines.add(line.startsWith(".") ? absolute(file, line) : line);
    }

    private static String absolute(Path file, String target) {
        return target.contains(":/") || target.contains("@")
                ? target
                : file.resolveSibling(target).normalize().toString();
    }

    private static List<String> readLines(Path file, SourceLocation includedAt) {
        try {
            return Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw new PipelineException(new Problem(
                    "invalid_parameter",
                    "The requirements file " + file + (Files.exists(file) ? " cannot be read" : " does not exist"),
                    "requirements file",
                    file.toString(),
                    includedAt == null ? "requirementsFile" : null,
                    List.of(),
                    includedAt,
                    null,
                    includedAt == null
                            ? "Correct <requirementsFile> (-Ddagster.requirementsFile)."
                            : "Correct the line that includes it."));
        }
    }
}
