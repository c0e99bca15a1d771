package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.LintFinding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a build server knows a finding again by, whatever line it has moved to. */
final class FindingFingerprint {
    private FindingFingerprint() {}

    static String of(LintFinding finding) {
        try {
            byte[] identity = String.join("\0", finding.identity()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(identity));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
