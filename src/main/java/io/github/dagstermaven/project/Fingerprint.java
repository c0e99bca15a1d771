package io.github.dagstermaven.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** A hash of named values: the name of what they determine. */
public final class Fingerprint {
    private static final int SHOWN_BYTES = 12;
    private final MessageDigest digest = sha256();

    /** A digest that every JDK has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Adds a value; the order of the calls counts. */
    public Fingerprint add(String name, Object value) {
        // Lengths keep ("a", "bc") and ("ab", "c") apart.
        String text = String.valueOf(value);
        digest.update((name + ":" + text.length() + ":" + text + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds each of some values, and how many there are. */
    public Fingerprint addAll(String name, Collection<?> values) {
        values.forEach(value -> add(name, value));
        return add(name, values.size());
    }

    /** Adds the content of a file, or that there is none. */
    public Fingerprint addFile(String name, Path file) throws IOException {
        return add(name, Files.isRegularFile(file) ? HexFormat.of().formatHex(Files.readAllBytes(file)) : "absent");
    }

    /** Ends it; no value can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
}
