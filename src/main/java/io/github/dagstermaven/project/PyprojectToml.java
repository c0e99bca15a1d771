package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    private final Path file;
    private final TomlTable root;

    private PyprojectToml(Path file, TomlTable root) {
        this.file = file;
        this.root = root;
    }

    /** Reads the file; a file that does not exist is empty. */
    static PyprojectToml read(Path file) {
        if (!Files.isRegularFile(file)) {
            return new PyprojectToml(file, Toml.parse(""));
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            throw syntaxError(file, text, result.errors().get(0));
        }
        return new PyprojectToml(file, result);
    }

    Path file() {
        return file;
    }

    /** Whether there is anything at this dotted path. */
    boolean has(String path) {
        return value(path).isPresent();
    }

    Optional<String> string(String path) {
        return value(path).filter(String.class::isInstance).map(String.class::cast);
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
        return value(path).orElse(null) instanceof TomlArray array
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

    private static PipelineException syntaxError(Path file, String text, TomlParseError error) {
        int line = error.position().line();
        String source =
                text.lines().skip(Math.max(0, line - 1L)).findFirst().orElse("").strip();
        return new PipelineException(new Problem(
                "syntax_error",
                file.getFileName() + " is not valid TOML: " + error.getMessage(),
                null,
                null,
                null,
                List.of(),
                new SourceLocation(file.toString(), line, source),
                null,
                "Correct the file."));
    }
}
