package io.github.dagstermaven.project;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that asks for a distribution, as in {@code dagster[x]>=1.12; python_version < "3.13"}.
 *
 * @param line the line as written
 * @param name the normalised name ({@code dagster-webserver}); null when the line is an address or a path
 * @param specifier the version part, as {@code >=1.12}; empty when any version will do
 */
public record Requirement(String line, String name, String specifier) {
    private static final Pattern NAMED = Pattern.compile(
            "^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^]]*])?\\s*(@.*|\\(?[^;@#)]*\\)?)?\\s*(?:;.*|#.*)?$");
    private static final Pattern OPTION = Pattern.compile("\\s--(?:hash|config-settings?|global-option)[=\\s].*$");
    private static final Pattern EXACT = Pattern.compile("^\\s*===?\\s*([0-9][^,*\\s]*)\\s*$");

    /** Reads a line. */
    public static Requirement parse(String line) {
        String plain = OPTION.matcher(line).replaceFirst("");
        Matcher matcher = NAMED.matcher(plain);
        if (!matcher.matches() || isPath(plain)) {
            return new Requirement(line, null, "");
        }
        String version = Optional.ofNullable(matcher.group(2)).orElse("").strip();
        String specifier = version.startsWith("(") ? version.substring(1, version.length() - 1) : version;
        return new Requirement(line, normalise(matcher.group(1)), specifier.strip());
    }

    /** The one version that fits; empty when several may. */
    public Optional<String> exactVersion() {
        Matcher matcher = EXACT.matcher(specifier);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether the version is pinned and its files are known by their hashes. */
    public boolean isHashed() {
        return exactVersion().isPresent() && line.contains("--hash=");
    }

    /** The same without a version: name, extras and marker. */
    public String withoutVersion() {
        String plain = OPTION.matcher(line).replaceFirst("");
        return specifier.isEmpty() ? plain : plain.replace(specifier, "").replace("()", "");
    }

    /** Whether this is Dagster or one of its libraries. */
    public boolean concernsDagster() {
        return name != null && (name.equals("dagster") || name.startsWith("dagster-"));
    }

    /** A distribution's name as indexes compare it. */
    static String normalise(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }

    private static boolean isPath(String line) {
        String start = line.strip();
        return start.startsWith(".") || start.startsWith("/") || start.contains("://") && !start.contains("@");
    }
}
