package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for the values of known secrets in files that are going to be handed out. */
final class SecretScan {
    /** What is larger is data, and nobody writes a password into it by hand. */
    private static final long LARGEST = 16L * 1024 * 1024;

    private final Secrets secrets;

    SecretScan(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Refuses files with secrets.
     *
     * @param files files by the names that the user knows them by
     * @throws PipelineException files hold a secret
     */
    void requireNone(Map<String, Path> files) throws IOException {
        if (secrets.values().isEmpty()) {
            return;
        }
        List<Problem> found = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (Files.size(file.getValue()) <= LARGEST) {
                String text = new String(Files.readAllBytes(file.getValue()), StandardCharsets.UTF_8);
                if (isRevealing(text)) {
                    found.add(problem(file.getKey(), file.getValue(), text));
                }
            }
        }
        if (!found.isEmpty()) {
            throw new PipelineException(found, null);
        }
    }

    private Problem problem(String name, Path file, String text) {
        List<String> lines = text.lines().toList();
        int line = 1;
        // A value of several lines is in none of them.
        while (line <= lines.size() && !isRevealing(lines.get(line - 1))) {
            line++;
        }
        return new Problem(
                "secret_in_file",
                "The value of a secret would be packed",
                null,
                null,
                "excludes",
                List.of(),
                new SourceLocation(file.toString(), line <= lines.size() ? line : 1, null),
                null,
                "Read the secret from the environment, or leave the file out with <excludes> or -Ddagster.excludes="
                        + name);
    }

    private boolean isRevealing(String text) {
        return !secrets.mask(text).equals(text);
    }
}
