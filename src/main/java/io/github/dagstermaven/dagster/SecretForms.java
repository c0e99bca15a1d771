package io.github.dagstermaven.dagster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A value as it may be written: plain, in a URL, in Base64, in JSON, by Python's {@code repr}, and line by line. The bridge's
 * Python side masks the same forms.
 */
final class SecretForms {
    private static final int SHORTEST_LINE = 8;

    private SecretForms() {}

    static Set<String> of(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
        forms.add(form);
        forms.add(form.replace("+", "%20"));
        forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        forms.add(json(value, false));
        forms.add(json(value, true));
        forms.add(repr(value));
        // A key of several lines (a PEM file) is printed line by line.
        value.lines().filter(line -> line.strip().length() >= SHORTEST_LINE).forEach(forms::add);
        return forms;
    }

    private static String json(String value, boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (char each : value.toCharArray()) {
            switch (each) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (each < 0x20 || ascii && each > 0x7e) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
                    } else {
                        text.append(each);
                    }
                }
            }
        }
        return text.toString();
    }

    /** Within single quotes, unless only those occur in the value. */
    private static String repr(String value) {
        boolean doubled = value.contains("'") && !value.contains("\"");
        String text = value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return doubled ? text : text.replace("'", "\\'");
    }
}
