package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** A {@code pyproject.toml}, or any other TOML file of a project. */
final class PyprojectToml {
    private final ProjectText text;
    private final TomlTable root;

    private PyprojectToml(ProjectText text, TomlTable root) {
        this.text = text;
        this.root = root;
    }

    /** Reads the file; a file that does not exist is empty. */
    static PyprojectToml read(Path file) {
        return read(file, "Correct the file.");
    }

    /**
     * Reads the file; a file that does not exist is empty.
     *
     * @param remedy what to do when it is not valid
     */
    static PyprojectToml read(Path file, String remedy) {
        ProjectText text = ProjectText.of(file);
        TomlParseResult result = Toml.parse(text.content());
        if (result.hasErrors()) {
            TomlParseError error = result.errors().get(0);
            throw problem(
                    "syntax_error",
                    file.getFileName() + " is not valid TOML: " + error.getMessage(),
                    text.at(error.position().line()),
                    remedy);
        }
        return new PyprojectToml(text, result);
    }

    Path file() {
        return text.file();
    }

    ProjectText text() {
        return text;
    }

    /** The place of what is at this dotted path; the file alone when there is nothing. */
    SourceLocation at(String path) {
        List<String> keys = List.of(path.split("\\."));
        return text.at(has(path) ? root.inputPositionOf(keys).line() : 0);
    }

    /** Whether there is anything at this dotted path. */
    boolean has(String path) {
        return value(path).isPresent();
    }

    Optional<String> string(String path) {
        return value(path).filter(String.class::isInstance).map(String.class::cast);
    }

    /**
     * A value that the standard wants to be a string; empty when there is none.
     *
     * @param example how it is written
     * @throws PipelineException it is something else
     */
    Optional<String> requiredString(String path, String example) {
        if (has(path) && string(path).isEmpty()) {
            throw mistyped(path, "a string", example);
        }
        return string(path);
    }

    /**
     * A value that the standard wants to be an array of strings; empty when there is none.
     *
     * @param example how it is written
     * @throws PipelineException it is something else
     */
    List<String> requiredStrings(String path, String example) {
        Object value = value(path).orElse(null);
        boolean fits =
                value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance);
        if (value != null && !fits) {
            throw mistyped(path, "an array of strings", example);
        }
        return strings(path);
    }

    /** The strings of an array; empty when there is none. A single string counts as an array of one. */
    List<String> strings(String path) {
        Object value = value(path).orElse(null);
        if (value instanceof String string) {
            return List.of(string);
        }
        return value instanceof TomlArray array
                ? array.toList().stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** The tables of an array of tables; empty when there is none. */
    List<TomlTable> tables(String path) {
        return tables(value(path).orElse(null));
    }

    /** The tables of a value that is an array of tables; empty when it is none. */
    static List<TomlTable> tables(Object value) {
        return value instanceof TomlArray array
                ? array.toList().stream()
                        .filter(TomlTable.class::isInstance)
                        .map(TomlTable.class::cast)
                        .toList()
                : List.of();
    }

    /** A table of tables of strings, in the file's order. */
    Map<String, Map<String, String>> stringTables(String path) {
        Map<String, Map<String, String>> result = new LinkedHashMap<>();
        if (value(path).orElse(null) instanceof TomlTable groups) {
            for (String name : groups.keySet()) {
                if (groups.get(List.of(name)) instanceof TomlTable entries) {
                    Map<String, String> strings = new LinkedHashMap<>();
                    entries.keySet().forEach(key -> strings.put(key, String.valueOf(entries.get(List.of(key)))));
                    result.put(name, strings);
                }
            }
        }
        return result;
    }

    /** A table as text that only its content decides; empty when there is none. */
    Optional<String> tableText(String path) {
        return value(path)
                .filter(TomlTable.class::isInstance)
                .map(TomlTable.class::cast)
                .map(TomlTable::toJson);
    }

    private Optional<Object> value(String path) {
        // A path through something that is no table (`tool = 3`) makes tomlj throw; for us it is absent.
        TomlTable table = root;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            if (!(table.get(List.of(keys[i])) instanceof TomlTable next)) {
                return Optional.empty();
            }
            table = next;
        }
        return Optional.ofNullable(table.get(List.of(keys[keys.length - 1])));
    }

    private PipelineException mistyped(String path, String expected, String example) {
        return problem(
                "invalid_project_file",
                path.substring(path.lastIndexOf('.') + 1) + " has to be " + expected,
                at(path),
                "Write it as " + example + ".");
    }

    private static PipelineException problem(String kind, String message, SourceLocation at, String remedy) {
        return new PipelineException(new Problem(kind, message, null, null, null, List.of(), at, null, remedy));
    }
}
