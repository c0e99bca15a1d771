package io.github.dagstermaven.scaffold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a new project as they are packed in {@code templates/<layout>}, listed by {@code contents.txt}. In their paths and
 * their text, {@code @name@} is the Python package, {@code @artifactId@} the module in Maven and {@code @pluginVersion@} the version
 * of this plugin. A file whose name begins with a dot is packed as {@code dot.…}: neither Git nor Maven would leave it alone.
 */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Za-z]+)@");

    private final String folder;

    Template(Layout layout) {
        this.folder = "templates/" + layout.name().toLowerCase(Locale.ROOT) + "/";
    }

    /** The paths of the project's files, with placeholders, separated by slashes. */
    List<String> contents() {
        return Resource.lines(folder + "contents.txt");
    }

    /**
     * The project's files: path and text.
     *
     * @param contents which of them, as {@link #contents} has them
     * @param values what stands for each placeholder
     */
    Map<String, String> files(List<String> contents, Map<String, String> values) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String path : contents) {
            files.put(filled(path, values), filled(Resource.text(folder + packed(path)), values));
        }
        return files;
    }

    private static String packed(String path) {
        return path.startsWith(".") ? "dot" + path : path;
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
