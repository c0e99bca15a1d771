package io.github.dagstermaven.dagster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A value as it may be written: plain, in a URL, in Base64, and line by line, each of them escaped however often. The bridge's
 * Python side masks the same forms.
 */
final class SecretForms {
    private static final int SHORTEST_LINE = 8;

    private SecretForms() {}

    static List<SecretForm> of(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
        forms.add(form);
        forms.add(form.replace("+", "%20"));
        forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        // A key of several lines (a PEM file) is printed line by line.
        value.lines().filter(line -> line.strip().length() >= SHORTEST_LINE).forEach(forms::add);
        return forms.stream().map(SecretForm::new).toList();
    }
}
