package io.github.dagstermaven.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** A hash of named values: the name of what they determine. */
final class Fingerprint {
    private static final int SHOWN_BYTES = 12;
    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    Fingerprint add(String name, Object value) {
        // Lengths keep ("a", "bc") and ("ab", "c") apart.
        String text = String.valueOf(value);
        digest.update((name + ":" + text.length() + ":" + text + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Fingerprint addAll(String name, Collection<?> values) {
        values.forEach(value -> add(name, value));
        return add(name, values.size());
    }

    Fingerprint addFile(String name, Path file) throws IOException {
        return add(name, Files.isRegularFile(file) ? HexFormat.of().formatHex(Files.readAllBytes(file)) : "absent");
    }

    /** Ends it; no value can be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
}
