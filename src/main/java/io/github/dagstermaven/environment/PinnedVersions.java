package io.github.dagstermaven.environment;

import io.github.dagstermaven.project.Requirement;
import java.util.Set;
import java.util.TreeSet;

/** The versions that a text pins, as {@code name==version}: what a lock decides can be told from what was chosen beside it. */
final class PinnedVersions {
    private PinnedVersions() {}

    /** Those of a requirements file's text, in alphabetical order. */
    static Set<String> of(String text) {
        Set<String> result = new TreeSet<>();
        text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("-") && !Character.isWhitespace(line.charAt(0)))
                .map(line -> Requirement.parse(line.replaceFirst("\\s*\\\\$", "")))
                .filter(requirement -> requirement.name() != null)
                .forEach(requirement -> requirement
                        .exactVersion()
                        .ifPresent(version -> result.add(requirement.name() + "==" + version)));
        return result;
    }

    /** Them in a few words, Dagster's webserver first, with the verb. */
    static String summary(Set<String> pins) {
        String first = pins.stream()
                .filter(pin -> pin.startsWith("dagster-webserver=="))
                .findFirst()
                .or(() -> pins.stream().findFirst())
                .orElse("")
                .replaceFirst("==.*$", "");
        return pins.size() == 1 ? first + " is" : first + " and " + (pins.size() - 1) + " more are";
    }
}
