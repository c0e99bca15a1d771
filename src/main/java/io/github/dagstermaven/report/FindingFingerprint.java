package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.LintFinding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a build server knows a finding again by, whatever line it has moved to. */
final class FindingFingerprint {
    private FindingFingerprint() {}

    /** The same finding in two projects of a repository, as an asset that both have, is two for a build server. */
    static String of(LintedProject project, LintFinding finding) {
        try {
            String identity = project.path() + "\0" + String.join("\0", finding.identity());
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
