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

    private static final Map<Integer, String> NAMES =
            Map.of((int) '&', "amp", (int) '<', "lt", (int) '>', "gt", (int) '"', "quot", (int) '\'', "apos");

    /** Some libraries escape these as well. */
    private static final String NUMBERED = "/=`+";

    /** What no language escapes, and what can be looked for before a pattern is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]+");

    /** Java's patterns are compiled and matched by recursion: one for a whole key file would be too deep. */
    private static final int CHARACTERS_IN_SEGMENT = 50;

    private final int length;
    private final String landmark;
    private final List<Pattern> segments;

    SecretForm(String form) {
        this.length = form.length();
        this.landmark = PLAIN.matcher(form)
                .results()
                .map(found -> found.group())
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        this.segments = segments(form);
    }

    /** The length of this form as it is without any escaping. */
    int length() {
        return length;
    }

    /** The text with the mask where this form stood. */
    String replaced(String text, String mask) {
        if (!text.contains(landmark)) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int told = 0;
        int from = 0;
        Matcher beginning = segments.get(0).matcher(text);
        while (from <= text.length() && beginning.find(from)) {
            int end = end(text, beginning.end());
            if (end < 0) {
                from = beginning.start() + 1;
            } else {
                replaced.append(text, told, beginning.start()).append(mask);
                told = end;
                from = end;
            }
        }
        return told == 0 ? text : replaced.append(text, told, text.length()).toString();
    }

    /** Where this form ends, when its first segment ends there; -1 when the rest does not follow. */
    private int end(String text, int endOfFirst) {
        int end = endOfFirst;
        for (Pattern segment : segments.subList(1, segments.size())) {
            Matcher next = segment.matcher(text).region(end, text.length());
            if (!next.lookingAt()) {
                return -1;
            }
            end = next.end();
        }
        return end;
    }

    /** A character that may be escaped may stand behind any number of backslashes: each escaping doubles them. */
    private static List<Pattern> segments(String form) {
        List<Pattern> segments = new ArrayList<>();
        // From the first of several backslashes on: beginning at each of them would take the square of their number.
        StringBuilder segment = new StringBuilder(PLAIN.matcher(form).lookingAt() ? "" : "(?<!\\\\)");
        int characters = 0;
        int backslashes = 0;
        for (int character : form.codePoints().toArray()) {
            if (character == '\\') {
                backslashes++;
                continue;
            }
            segment.append(character(character, backslashes));
            backslashes = 0;
            characters++;
            if (characters % CHARACTERS_IN_SEGMENT == 0) {
                segments.add(Pattern.compile(segment.toString()));
                segment.setLength(0);
            }
        }
        segment.append(backslashes > 0 ? atLeast(backslashes) : "");
        if (!segment.isEmpty()) {
            segments.add(Pattern.compile(segment.toString()));
        }
        return List.copyOf(segments);
    }

    private static String character(int character, int backslashes) {
        String text = Character.toString(character);
        if (PLAIN.matcher(text).matches()) {
            return (backslashes > 0 ? atLeast(backslashes) : "") + text;
        }
        // Two quantifiers that follow each other would try every way to share the backslashes between them.
        String plain = Pattern.quote(text);
        return "(?:" + atLeast(backslashes)
                + (isMarkup(character) ? "(?:" + inMarkup(character) + "|" + plain + ")|" : plain + "|")
                + atLeast(backslashes + 1) + "(?:"
                + String.join("|", escaped(text)) + ")" + (backslashes == 0 ? "|" + inUrl(text) : "") + ")";
    }

    /** Which characters are written so differs from library to library; one that is done twice writes {@code %25} for %. */
    private static String inUrl(String character) {
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length)
                .mapToObj(index -> String.format(Locale.ROOT, "%%(?:25)*%02x", bytes[index] & 0xff))
                .collect(Collectors.joining("", "(?i:", ")"));
    }

    /** Whether HTML or XML writes a character by its name or its number. */
    private static boolean isMarkup(int character) {
        return NAMES.containsKey(character) || NUMBERED.indexOf(character) >= 0 || character < ' ' || character > '~';
    }

    /** What is escaped once more has {@code &amp;} for {@code &}. */
    private static String inMarkup(int character) {
        String name = NAMES.containsKey(character) ? NAMES.get(character) + "|" : "";
        return String.format(Locale.ROOT, "&(?:amp;)*(?:%s#(?:0*%d|[xX]0*(?i:%x)));", name, character, character);
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
