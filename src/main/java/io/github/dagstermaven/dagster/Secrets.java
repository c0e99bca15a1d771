package io.github.dagstermaven.dagster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Values that must not be seen, by the name of the environment variable that user code reads them from. Masks them in any
 * text, in all the {@link SecretForms forms} they are written in.
 */
public final class Secrets {
    /** What stands where a secret stood. */
    public static final String MASK = "********";

    /** Shorter values are not masked: what is left of a text without every "a" or "42" tells nobody anything. */
    public static final int SHORTEST = 4;

    /** A character in JSON within JSON: a number of six characters behind some backslashes. */
    private static final int LONGEST_ESCAPE = 10;

    private static final Secrets NONE = new Secrets(Map.of());

    private final Map<String, String> values;
    private final List<SecretForm> forms;

    /** Secrets by variable name. Values of less than {@link #SHORTEST} characters are kept but never masked. */
    public Secrets(Map<String, String> values) {
        this.values = Map.copyOf(values);
        List<SecretForm> all = new ArrayList<>();
        for (String value : values.values()) {
            if (value.isBlank() || value.length() < SHORTEST) {
                continue;
            }
            all.addAll(SecretForms.of(value));
        }
        // Longest first: a secret that contains another one must not leave its rest behind.
        this.forms = all.stream()
                .sorted(Comparator.comparingInt(SecretForm::length).reversed())
                .toList();
    }

    /** No secrets at all. */
    public static Secrets none() {
        return NONE;
    }

    /** The values, for the process that needs them; never to be printed. */
    public Map<String, String> values() {
        return values;
    }

    /** The names of those that are too short to be masked; empty values need no mask and are not among them. */
    public List<String> tooShort() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getValue().isBlank() && entry.getValue().length() < SHORTEST)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** How many characters any of them takes at most, escaped several times. */
    int longest() {
        return forms.isEmpty() ? 0 : forms.get(0).length() * LONGEST_ESCAPE;
    }

    /** The text without any secret; null for null. */
    public String mask(String text) {
        if (text == null || forms.isEmpty()) {
            return text;
        }
        String masked = text;
        for (SecretForm form : forms) {
            masked = form.replaced(masked, MASK);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secrets secrets && values.equals(secrets.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Secrets" + values.keySet();
    }
}
