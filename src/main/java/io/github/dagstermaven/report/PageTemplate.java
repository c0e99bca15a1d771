package io.github.dagstermaven.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parts of a page that are the same for every project, which lie beside this class, put together. */
final class PageTemplate {
    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS = List.of(
            "elements.js",
            "model.js",
            "results.js",
            "search.js",
            "graph.js",
            "failures.js",
            "details.js",
            "catalogue.js",
            "lineage.js",
            "timeline.js",
            "findings.js",
            "overview.js",
            "page.js");

    private static final String LAYOUT_LIBRARY = "dagre-3.1.3.min.js";
    private static final String LAYOUT_LICENSE = "dagre-LICENSE.txt";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

    private PageTemplate() {}

    /**
     * A whole page.
     *
     * @param title the text of its title
     * @param json its data, in which there is no {@code <}
     */
    static String filled(String title, String json) {
        String style = part("page.css");
        String layout = "/*! @dagrejs/dagre 3.1.3, a library for the layout of graphs\n" + part(LAYOUT_LICENSE) + "*/\n"
                + SOURCE_MAP.matcher(part(LAYOUT_LIBRARY)).replaceAll("");
        String script = SCRIPTS.stream()
                .map(PageTemplate::part)
                .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "\n})();\n"));
        // Only these scripts and this style count, whatever text of the user's might be taken for one; nothing is
        // loaded.
        String policy = "default-src 'none'; script-src " + hash(layout) + " " + hash(script) + "; style-src "
                + hash(style) + "; img-src data:; base-uri 'none'; form-action 'none'";
        Map<String, String> values = Map.of(
                "policy", policy,
                "title", escaped(title),
                "style", style,
                "data", json,
                "layout", layout,
                "script", script);
        return PLACE.matcher(part("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
    }

    private static String part(String name) {
        try (InputStream part = PageTemplate.class.getResourceAsStream("page/" + name)) {
            // A browser hashes a script with the line ends that a page has for it.
            return new String(part.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page's " + name, e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
