package io.github.dagstermaven.project;

import java.nio.file.Path;
import java.util.List;

/**
 * What a project says it needs, from the first of its files that says anything.
 *
 * @param source the name of that file, as {@code pyproject.toml}; null when no file says anything
 * @param lines requirements and options, as in a requirements file; empty when only uv can read the source
 * @param constraints constraints on them
 * @param computed a file whose requirements only its build system knows, to be handed to uv; null when there is none
 */
public record ProjectRequirements(String source, List<String> lines, List<String> constraints, Path computed) {

    static ProjectRequirements none() {
        return new ProjectRequirements(null, List.of(), List.of(), null);
    }

    /** Requirements that a file lists. */
    public static ProjectRequirements listed(String source, List<String> lines) {
        return new ProjectRequirements(source, List.copyOf(lines), List.of(), null);
    }

    static ProjectRequirements computed(String source, Path file) {
        return new ProjectRequirements(source, List.of(), List.of(), file);
    }
}
