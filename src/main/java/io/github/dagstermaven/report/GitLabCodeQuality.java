package io.github.dagstermaven.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.JudgedFinding.State;
import io.github.dagstermaven.dagster.LintLevel;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;

/**
 * Findings of lint as a report of GitLab's Code Quality, the subset of Code Climate's format that GitLab reads: findings without
 * a place, and those that a comment suppresses, are not in it.
 */
public final class GitLabCodeQuality {
    private final Path file;
    private final RepositoryPaths paths;
    private final JsonDocument document;

    /** The file, the root of the repository, and what must not be seen in it. */
    public GitLabCodeQuality(Path file, Path repositoryRoot, Secrets secrets) {
        this.file = file;
        this.paths = new RepositoryPaths(repositoryRoot);
        this.document = JsonDocument.portable(new SourcePaths(repositoryRoot), secrets);
    }

    /** Writes the file. What the baseline has is in it, since GitLab itself compares with the target branch. */
    public void write(LintReport report) {
        JsonArray violations = new JsonArray();
        report.findings().stream()
                .filter(one -> one.state() != State.SUPPRESSED)
                .forEach(one -> paths.of(one.finding().at()).ifPresent(path -> violations.add(violation(one, path))));
        AtomicFile.write(file, document.text(document.tree(violations)));
    }

    private static JsonObject violation(JudgedFinding one, String path) {
        JsonObject lines = new JsonObject();
        lines.addProperty("begin", Math.max(1, one.finding().at().line()));
        JsonObject location = new JsonObject();
        location.addProperty("path", path);
        location.add("lines", lines);
        JsonObject violation = new JsonObject();
        violation.addProperty("description", one.message());
        violation.addProperty("check_name", one.finding().rule());
        violation.addProperty("fingerprint", FindingFingerprint.of(one.finding()));
        violation.addProperty("severity", severity(one.level()));
        violation.add("location", location);
        return violation;
    }

    private static String severity(LintLevel level) {
        return switch (level) {
            case OFF, INFO -> "info";
            case WARN -> "minor";
            case ERROR -> "major";
        };
    }
}
