package io.github.dagstermaven.dagster;

/**
 * Masks a text that comes in parts: what may be the beginning of a secret is held back until the next part shows what it is.
 */
public final class MaskedParts {
    private final Secrets secrets;
    private String held = "";

    /** A text without those secrets. */
    public MaskedParts(Secrets secrets) {
        this.secrets = secrets;
    }

    /** What can be told when a part has come that is not the last one. */
    public String part(String text) {
        String masked = secrets.mask(held + text);
        int told = Math.max(0, masked.length() - secrets.longest());
        if (told > 0 && Character.isHighSurrogate(masked.charAt(told - 1))) {
            told--;
        }
        held = masked.substring(told);
        return masked.substring(0, told);
    }

    /** What is left to be told when the last part has come, which may be the only one. */
    public String last(String text) {
        if (held.isEmpty()) {
            return text;
        }
        String masked = secrets.mask(held + text);
        held = "";
        return masked;
    }
}
