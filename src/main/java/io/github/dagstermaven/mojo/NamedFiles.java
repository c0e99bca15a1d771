package io.github.dagstermaven.mojo;

import io.github.dagstermaven.project.FileStates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that the parameters of a goal name.
 *
 * @param directory the project's folder, to which relative paths are relative
 * @param config files or patterns of run configuration, as given
 * @param others files by their paths, which are no patterns whatever is in them
 */
record NamedFiles(Path directory, List<String> config, List<Path> others) {
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

    /** Why it cannot be told whether one of them has changed; empty when it can. */
    Optional<String> unsure() {
        return config.stream()
                .filter(this::isUnwatchedPattern)
                .findFirst()
                .map(file -> "which files " + file + " is going to name cannot be told");
    }

    /** Each by its content, but for what a pattern names: that is below the project's folder. */
    Map<String, String> states(FileStates files) throws IOException {
        Map<String, String> states = new TreeMap<>();
        for (String file : config) {
            if (!WILDCARD.matcher(file).find()) {
                states.put(file, files.content(directory.resolve(file)));
            }
        }
        for (Path file : others) {
            states.put(file.toString(), files.content(directory.resolve(file)));
        }
        return states;
    }

    private boolean isUnwatchedPattern(String file) {
        Path fixed = directory.resolve(WILDCARD.split(file, 2)[0]).normalize();
        return WILDCARD.matcher(file).find() && !FileStates.isWatched(directory, fixed);
    }
}
