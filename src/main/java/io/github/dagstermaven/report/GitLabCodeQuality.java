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
    private final LintedProject project;
    private final RepositoryPaths paths;
    private final Secrets secrets;
    private final JsonDocument document;

    /** The file, the project, and what must not be seen in it. */
    public GitLabCodeQuality(Path file, LintedProject project, Secrets secrets) {
        this.file = file;
        this.project = project;
        this.paths = new RepositoryPaths(project.repositoryRoot());
        this.secrets = secrets;
        this.document = JsonDocument.portable(new SourcePaths(project.repositoryRoot()), secrets);
    }

    /** Writes the file. What the baseline has is in it, since GitLab itself compares with the target branch. */
    public void write(LintReport report) {
        JsonArray violations = new JsonArray();
        report.findings().stream()
                .filter(one -> one.state() != State.SUPPRESSED)
                .forEach(one -> paths.of(one.finding().at()).ifPresent(path -> violations.add(violation(one, path))));
        ReportFile.write(file, document.text(violations));
    }

    private JsonObject violation(JudgedFinding one, String path) {
        JsonObject lines = new JsonObject();
        lines.addProperty("begin", Math.max(1, one.finding().at().line()));
        JsonObject location = new JsonObject();
        location.addProperty("path", secrets.mask(path));
        location.add("lines", lines);
        JsonObject violation = new JsonObject();
        // Texts alone are masked: a secret that is a word of the format, as a severity, would make the file invalid.
        violation.addProperty("description", secrets.mask(one.message()));
        violation.addProperty("check_name", one.finding().rule());
        violation.addProperty("fingerprint", FindingFingerprint.of(project, one.finding()));
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
