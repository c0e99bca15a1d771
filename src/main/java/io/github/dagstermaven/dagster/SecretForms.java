package io.github.dagstermaven.dagster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value as it may be written: plain, in a URL, in Base64, and line by line, each of them escaped however often. The bridge's
 * Python side masks the same forms.
 */
final class SecretForms {
    private static final int SHORTEST_LINE = 8;
    private static final int SHORTEST_FRAGMENT = 8;

    private SecretForms() {}

    static List<SecretForm> of(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
        forms.add(form);
        forms.add(form.replace("+", "%20"));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            forms.add(encoder.encodeToString(bytes));
            for (int start = 0; start < 3; start++) {
                fragment(encoder, bytes, start).ifPresent(forms::add);
            }
        }
        // A key of several lines (a PEM file) is printed line by line.
        value.lines().filter(line -> line.strip().length() >= SHORTEST_LINE).forEach(forms::add);
        return forms.stream().map(SecretForm::new).toList();
    }

    /**
     * What is seen of a value that has been encoded together with what stands around it, as in {@code user:password}: three bytes
     * become four characters, so the beginning may be shifted by one or two.
     */
    private static Optional<String> fragment(Base64.Encoder encoder, byte[] bytes, int start) {
        int from = Math.min(start, bytes.length);
        int whole = (bytes.length - from) / 3 * 3;
        String fragment = encoder.encodeToString(Arrays.copyOfRange(bytes, from, from + whole));
        return Optional.of(fragment).filter(text -> text.length() >= SHORTEST_FRAGMENT);
    }
}
