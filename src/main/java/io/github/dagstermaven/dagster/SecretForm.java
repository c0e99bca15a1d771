package io.github.dagstermaven.dagster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One form of a secret, to be replaced wherever it stands, however often it is escaped: in JSON within Python's {@code repr}
 * within JSON. The bridge's Python side masks the same.
 */
final class SecretForm {
    private static final Map<Integer, String> LETTERS = Map.of(
            (int) '\n',
            "n",
            (int) '\r',
            "r",
            (int) '\t',
            "t",
            (int) '\b',
            "b",
            (int) '\f',
            "f",
            0x0b,
            "v",
            0x07,
            "a",
            0,
            "0");

    /** What no language escapes, and what can be looked for before a pattern is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]+");

    private final int length;
    private final String landmark;
    private final Pattern pattern;

    SecretForm(String form) {
        this.length = form.length();
        this.landmark = PLAIN.matcher(form)
                .results()
                .map(found -> found.group())
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        this.pattern = Pattern.compile(pattern(form));
    }

    /** The length of this form as it is without any escaping. */
    int length() {
        return length;
    }

    /** The text with the mask where this form stood. */
    String replaced(String text, String mask) {
        return text.contains(landmark) ? pattern.matcher(text).replaceAll(Matcher.quoteReplacement(mask)) : text;
    }

    /** A character that may be escaped may stand behind any number of backslashes: each escaping doubles them. */
    private static String pattern(String form) {
        StringBuilder pattern = new StringBuilder();
        // From the first of several backslashes on: beginning at each of them would take the square of their number.
        if (!PLAIN.matcher(form).lookingAt()) {
            pattern.append("(?<!\\\\)");
        }
        int backslashes = 0;
        for (int character : form.codePoints().toArray()) {
            if (character == '\\') {
                backslashes++;
                continue;
            }
            pattern.append(character(character, backslashes));
            backslashes = 0;
        }
        return pattern.append(backslashes > 0 ? atLeast(backslashes) : "").toString();
    }

    private static String character(int character, int backslashes) {
        String text = Character.toString(character);
        if (PLAIN.matcher(text).matches()) {
            return (backslashes > 0 ? atLeast(backslashes) : "") + text;
        }
        // Two quantifiers that follow each other would try every way to share the backslashes between them.
        return "(?:" + atLeast(backslashes) + Pattern.quote(text) + "|" + atLeast(backslashes + 1) + "(?:"
                + String.join("|", escaped(text)) + "))";
    }

    private static String atLeast(int backslashes) {
        return "\\\\{" + backslashes + ",}";
    }

    /** What may stand for a character behind a backslash: a letter, or its number in one of several notations. */
    private static List<String> escaped(String character) {
        int number = character.codePointAt(0);
        List<String> escaped = new ArrayList<>();
        if (LETTERS.containsKey(number)) {
            escaped.add(LETTERS.get(number));
        }
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        escaped.add(numbers("u%04x", character.chars()));
        escaped.add(numbers("x%02x", IntStream.range(0, bytes.length).map(index -> bytes[index] & 0xff)));
        escaped.add(numbers("U%08x", IntStream.of(number)));
        if (number >= 0x80 && number <= 0xff) {
            escaped.add(numbers("x%02x", IntStream.of(number)));
        }
        return escaped;
    }

    private static String numbers(String notation, IntStream numbers) {
        return numbers.mapToObj(number -> String.format(Locale.ROOT, notation, number))
                .collect(Collectors.joining("\\\\+", "(?i:", ")"));
    }
}
