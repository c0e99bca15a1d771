package io.github.dagstermaven.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a requirements file says its packages come from. Collected apart from the requirements, since choosing versions and
 * installing them both have to know.
 *
 * @param defaultIndex the index instead of the public one; null when the file leaves that open
 * @param extraIndexes further indexes
 * @param findLinks folders and pages with packages
 * @param noIndex whether no index is to be asked
 */
record IndexOptions(String defaultIndex, List<String> extraIndexes, List<String> findLinks, boolean noIndex) {
    private static final Pattern OPTION = Pattern.compile(
            "^(-i|--index-url|--pypi-url|--extra-index-url|-f|--find-links)" + "(?:\\s+|=|(?<=^-[if]))(\\S.*)$");
    static final String NO_INDEX = "--no-index";

    /** Reads the index options among the lines of a requirements file; paths are relative to a folder. */
    static IndexOptions of(List<String> lines, Path directory) {
        String defaultIndex = null;
        List<String> extraIndexes = new ArrayList<>();
        List<String> findLinks = new ArrayList<>();
        for (String line : lines) {
            Matcher option = OPTION.matcher(line);
            if (!option.matches()) {
                continue;
            }
            String value = option.group(2).strip();
            switch (option.group(1)) {
                case "--extra-index-url" -> extraIndexes.add(value);
                case "-f", "--find-links" ->
                    findLinks.add(
                            value.contains(":/")
                                    ? value
                                    : directory.resolve(value).normalize().toString());
                default -> defaultIndex = value;
            }
        }
        return new IndexOptions(
                defaultIndex, List.copyOf(extraIndexes), List.copyOf(findLinks), lines.contains(NO_INDEX));
    }

    static boolean isOne(String line) {
        return line.equals(NO_INDEX) || OPTION.matcher(line).matches();
    }

    /** Everything here that decides which packages are found, without credentials. */
    List<String> identity() {
        List<String> result = new ArrayList<>(List.of("default " + defaultIndex, NO_INDEX + " " + noIndex));
        extraIndexes.forEach(url -> result.add("extra " + url));
        findLinks.forEach(place -> result.add("links " + place));
        return result.stream().map(IndexAccess::withoutCredentials).toList();
    }

    /** A requirements file's text without its index options: what remains says nothing of the machine it was made on. */
    static String withoutOptions(String text) {
        return text.lines().filter(line -> !isOne(line.strip())).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The pins with what no variable can say. */
    String installable(String pins) {
        return noIndex ? NO_INDEX + "\n" + pins : pins;
    }
}
