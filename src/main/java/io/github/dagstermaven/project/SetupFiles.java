package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code setup.cfg} and {@code setup.py}, as far as they can be understood without running them. */
final class SetupFiles {
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"|'([^'\\\\]*)'");

    private final ProjectText setupPy;
    private final ProjectText setupCfg;
    private final Map<String, Map<String, String>> sections;

    SetupFiles(Path directory) {
        setupPy = ProjectText.of(directory.resolve("setup.py"));
        setupCfg = ProjectText.of(directory.resolve("setup.cfg"));
        sections = parse(setupCfg.content());
    }

    Optional<String> name() {
        return cfg("metadata", "name").or(() -> keyword("name"));
    }

    Optional<String> version() {
        return cfg("metadata", "version").filter(value -> !value.contains(":")).or(() -> keyword("version"));
    }

    /** A value and the place that says it. */
    record Said(String text, SourceLocation at) {
        Path file() {
            return Path.of(at.file()).getFileName();
        }
    }

    Optional<Said> requiresPython() {
        String key = "python_requires";
        return cfg("options", key)
                .map(text -> new Said(text, setupCfg.at(key)))
                .or(() -> keyword(key).map(text -> new Said(text, setupPy.at(key))));
    }

    /** The requirements of setup.cfg, else those that setup.py names literally; empty when neither names any. */
    Optional<List<String>> installRequires() {
        return cfg("options", "install_requires").map(SetupFiles::entries).or(this::literalInstallRequires);
    }

    /** The setup.py that must be run to learn the requirements; empty when there is no need to. */
    Optional<Path> computedRequirements() {
        String text = setupPy.content();
        // A call with ** may say anything; a file without the call may fail, or leave it to another one.
        boolean said = text.contains("install_requires") || text.contains("**") || !text.contains("setup(");
        return said && !text.isBlank() && installRequires().isEmpty() ? Optional.of(setupPy.file()) : Optional.empty();
    }

    /** Entry points by group and name, of setup.cfg. */
    Map<String, Map<String, String>> entryPoints() {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        sections.getOrDefault("options.entry_points", Map.of()).forEach((group, lines) -> {
            Map<String, String> entries = new LinkedHashMap<>();
            for (String line : entries(lines)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    entries.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                }
            }
            groups.put(group, entries);
        });
        return groups;
    }

    private Optional<String> cfg(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private Optional<String> keyword(String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "\\s*=\\s*(\"[^\"\\\\]*\"|'[^'\\\\]*')")
                .matcher(setupPy.content());
        return matcher.find()
                ? Optional.of(matcher.group(1).substring(1, matcher.group(1).length() - 1))
                : Optional.empty();
    }

    private Optional<List<String>> literalInstallRequires() {
        String setupPyText = setupPy.content();
        Matcher start = Pattern.compile("\\binstall_requires\\s*=\\s*\\[").matcher(setupPyText);
        if (!start.find()) {
            return Optional.empty();
        }
        List<String> requirements = new ArrayList<>();
        int position = start.end();
        while (position < setupPyText.length()) {
            char c = setupPyText.charAt(position);
            Matcher literal = LITERAL.matcher(setupPyText).region(position, setupPyText.length());
            if (c == ']') {
                return Optional.of(List.copyOf(requirements));
            } else if (Character.isWhitespace(c) || c == ',') {
                position++;
            } else if (c == '#') {
                int end = setupPyText.indexOf('\n', position);
                position = end < 0 ? setupPyText.length() : end;
            } else if (literal.lookingAt()) {
                requirements.add(literal.group(1) != null ? literal.group(1) : literal.group(2));
                position = literal.end();
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<String> entries(String value) {
        return value.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static Map<String, Map<String, String>> parse(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        String key = null;
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (stripped.startsWith("[") && stripped.endsWith("]") && !Character.isWhitespace(line.charAt(0))) {
                section = sections.computeIfAbsent(
                        stripped.substring(1, stripped.length() - 1).strip(), name -> new LinkedHashMap<>());
                key = null;
            } else if (Character.isWhitespace(line.charAt(0)) && key != null) {
                section.merge(key, stripped, (before, next) -> before + "\n" + next);
            } else if (equals > 0) {
                key = line.substring(0, equals).strip();
                section.put(key, line.substring(equals + 1).strip());
            }
        }
        return sections;
    }
}
