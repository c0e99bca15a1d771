package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Path;

/** What goals answer, as JSON for programs: records in camelCase, as they stand in the files that a build writes. */
public final class JsonText {
    private final JsonDocument document;

    /** The folder that paths start from, and what must not be seen. */
    public JsonText(Path projectDirectory, Secrets secrets) {
        this.document = JsonDocument.portable(new SourcePaths(projectDirectory), secrets);
    }

    /** A record, or a list of records, as one document. */
    public String of(Object answer) {
        return document.text(document.tree(answer));
    }
}
