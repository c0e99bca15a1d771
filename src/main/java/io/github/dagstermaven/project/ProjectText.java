package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of one of a project's files, so that what is wrong in it can be told with its place.
 *
 * @param content empty when there is no such file
 */
record ProjectText(Path file, String content) {

    /**
     * Reads a file; one that does not exist is empty.
     *
     * @throws PipelineException it cannot be read
     */
    static ProjectText of(Path file) {
        try {
            return new ProjectText(file, Files.isRegularFile(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            String why = e instanceof CharacterCodingException ? "it is not UTF-8 text" : "the permission is missing";
            throw new PipelineException(new Problem(
                    "unreadable_file",
                    file.getFileName() + " cannot be read: " + why,
                    null,
                    null,
                    null,
                    List.of(),
                    new SourceLocation(file.toString(), 0, null),
                    null,
                    "Correct the file."));
        }
    }

    /** The place of the first line that contains something; the file alone when none does. */
    SourceLocation at(String part) {
        List<String> lines = content.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            if (lines.get(number - 1).contains(part)) {
                return at(number);
            }
        }
        return at(0);
    }

    /** The place of a line, from 1; the file alone for 0. */
    SourceLocation at(int number) {
        String source = number == 0
                ? null
                : content.lines().skip(number - 1L).findFirst().orElse("").strip();
        return new SourceLocation(file.toString(), number, source);
    }
}
