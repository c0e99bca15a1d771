package io.github.dagstermaven.scaffold;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a new project as they are packed in {@code templates/<layout>}, listed by {@code contents.txt}. In their paths and
 * their text, {@code @name@} is the Python package, {@code @artifactId@} the module in Maven and {@code @pluginVersion@} the version
 * of this plugin. A file whose name begins with a dot is packed as {@code dot.…}: neither Git nor Maven would leave it alone. What
 * differs in a project without tests is in {@code without-tests}.
 */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Za-z]+)@");

    private static final String WITHOUT_TESTS = "without-tests/";

    private final String folder;
    private final Excludes excludes;

    Template(Layout layout, Excludes excludes) {
        this.folder = "templates/" + layout.name().toLowerCase(Locale.ROOT) + "/";
        this.excludes = excludes;
    }

    /**
     * The project's files: path, with slashes, and text.
     *
     * @param values what stands for each placeholder
     */
    Map<String, String> files(Map<String, String> values) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String path : Resource.lines(folder + "contents.txt")) {
            if (!excludes.leaveOut(path)) {
                files.put(filled(path, values), filled(Resource.text(packed(path)), values));
            }
        }
        return files;
    }

    private String packed(String path) {
        String name = path.startsWith(".") ? "dot" + path : path;
        String other = folder + WITHOUT_TESTS + name;
        return excludes.leaveOutTests() && Resource.exists(other) ? other : folder + name;
    }

    private static String filled(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("Nothing stands for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
