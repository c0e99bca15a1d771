package io.github.dagstermaven.environment;

import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was chosen for some requirements, remembered so that the next build has no need to choose.
 *
 * @param environment the name of the environment that has it
 * @param python the interpreter that the environment stands on
 * @param pythonVersion its version
 * @param pins the requirements with versions and hashes, as a requirements file
 * @param locked whether a file of the project decides every one of these versions
 * @param chosen when they were chosen
 */
record Resolution(String environment, Path python, String pythonVersion, String pins, boolean locked, Instant chosen) {
    private static final Pattern DAGSTER = Pattern.compile("^dagster==([^\\s;\\\\]+)", Pattern.MULTILINE);
    private static final String SUFFIX = ".properties";

    /** Dagster's version among the pins. */
    Optional<String> dagsterVersion() {
        Matcher matcher = DAGSTER.matcher(pins);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Path file(Cache cache, String key) {
        return cache.resolutions().resolve(key + SUFFIX);
    }

    static Optional<Resolution> read(Path file) throws IOException {
        Optional<Properties> properties = properties(file);
        return properties
                .filter(values -> values.stringPropertyNames()
                        .containsAll(List.of("environment", "python", "pythonVersion", "pins", "locked")))
                .map(values -> new Resolution(
                        values.getProperty("environment"),
                        Path.of(values.getProperty("python")),
                        values.getProperty("pythonVersion"),
                        values.getProperty("pins"),
                        Boolean.parseBoolean(values.getProperty("locked")),
                        Instant.ofEpochMilli(Long.parseLong(values.getProperty("chosen", "0")))));
    }

    void write(Path file) throws IOException {
        AtomicFile.write(
                file,
                text(Map.of(
                        "environment",
                        environment,
                        "python",
                        python.toString(),
                        "pythonVersion",
                        pythonVersion,
                        "pins",
                        pins,
                        "locked",
                        String.valueOf(locked),
                        "chosen",
                        String.valueOf(chosen.toEpochMilli()))));
    }

    /** Reads properties; empty when there is no such file or it is damaged. */
    static Optional<Properties> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException | IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
        return Optional.of(properties);
    }

    /** Properties as text, always in the same order. */
    static String text(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "="
                                + entry.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\n", "\\n")
                                        .replace("\r", "\\r"))
                        .collect(Collectors.joining("\n", "", "\n"));
    }
}
