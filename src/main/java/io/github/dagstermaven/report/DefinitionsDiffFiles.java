package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;
import java.util.List;

/** {@code definitions-diff.json} and {@code definitions-diff.md}: what has become of the definitions, for programs and reviewers. */
public final class DefinitionsDiffFiles {
    private final Path json;
    private final Path markdown;
    private final JsonDocument document;
    private final DefinitionsDiffMarkdown text;

    /** The files, the folder that paths in them start from, and what must not be seen in them. */
    public DefinitionsDiffFiles(Path json, Path markdown, Path projectDirectory, Secrets secrets) {
        this.json = json;
        this.markdown = markdown;
        this.document = JsonDocument.portable(new SourcePaths(projectDirectory), secrets);
        this.text = new DefinitionsDiffMarkdown(projectDirectory, secrets);
    }

    /**
     * Writes both.
     *
     * @param project what the definitions are of
     * @param diff what has changed; null when there is nothing to compare with
     * @param reason why there is nothing to compare with; null when there is
     * @return the Markdown
     */
    public String write(String project, DefinitionsDiff diff, String reason) {
        String summary = text.of(project, diff, reason);
        ReportFile.write(markdown, summary);
        DefinitionsDiff written = diff == null ? new DefinitionsDiff(null, 0, List.of()) : diff;
        ReportFile.write(json, out -> document.write(out, JsonSchema.DEFINITIONS_DIFF, written));
        return summary;
    }
}
