package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.DefinitionChange;
import io.github.dagstermaven.dagster.DefinitionChange.Kind;
import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Difference;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has become of definitions: lines of a log, and Markdown for a merge request. */
class DefinitionsDiffReportTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");

    @TempDir
    private Path directory;

    private static Difference difference(String property, String before, String after, String breaks) {
        return new Difference(property, before, after, List.of(), List.of(), breaks, true);
    }

    private static DefinitionChange removed(String name) {
        return new DefinitionChange(
                Kind.REMOVED, "asset", "shop", name, null, List.of(), "nothing makes it any more", null);
    }

    private static DefinitionChange added(String name) {
        return new DefinitionChange(Kind.ADDED, "asset", "shop", name, null, List.of(), null, null);
    }

    private static DefinitionsDiff diff(DefinitionChange... changes) {
        List<DefinitionChange> all = List.of(changes);
        return new DefinitionsDiff(
                "com.example:shop:1.2.0",
                Math.toIntExact(
                        all.stream().filter(DefinitionChange::isBreaking).count()),
                all);
    }

    private static final DefinitionsDiff MIXED = diff(
            removed("forecast"),
            new DefinitionChange(
                    Kind.CHANGED,
                    "asset",
                    "shop",
                    "sales/revenue",
                    null,
                    List.of(
                            difference("type", "int", "str", "its type is str instead of int"),
                            difference("code", "1f", "2f", null),
                            difference("description", "A | b", "Long\ntext", null)),
                    null,
                    new SourceLocation("/home/ada/shop/shop/assets.py", 12, "def revenue():")),
            added("currencies"),
            new DefinitionChange(
                    Kind.RENAMED,
                    "job",
                    "shop",
                    "every_night",
                    "nightly",
                    List.of(new Difference(
                            "tags", "a=1", "a=2, b=`x`|y", List.of("a=2", "b=`x`|y"), List.of("a=1"), null, false)),
                    null,
                    null));

    @Test
    void asLinesOfALog() {
        Golden.assertMatches(
                "definitions-diff.txt",
                String.join("\n", new DefinitionsDiffText(PROJECT).lines(MIXED, "target/dagster/definitions-diff.json"))
                        + "\n");
    }

    @Test
    void asMarkdownForAMergeRequest() {
        Golden.assertMatches(
                "definitions-diff.md", new DefinitionsDiffMarkdown(PROJECT, Secrets.none()).of("Shop", MIXED, null));
    }

    @Test
    void asAFileThatIsWhatItsSchemaSays(@TempDir Path directory) {
        Path json = directory.resolve("definitions-diff.json");
        DefinitionsDiffFiles files =
                new DefinitionsDiffFiles(json, directory.resolve("definitions-diff.md"), PROJECT, Secrets.none());

        files.write("Shop", MIXED, null);
        ReportFiles.assertValid(json, JsonSchema.DEFINITIONS_DIFF);
        files.write("Shop", null, "com.example:shop has no release before 1.0.0");
        ReportFiles.assertValid(json, JsonSchema.DEFINITIONS_DIFF);
    }

    @Test
    void withoutChangesAndWithoutABaseline() {
        DefinitionsDiffMarkdown markdown = new DefinitionsDiffMarkdown(PROJECT, Secrets.none());

        assertThat(markdown.of("Shop", diff(), null))
                .isEqualTo("## Definitions of Shop\n\nCompared with `com.example:shop:1.2.0`: no changes.\n");
        assertThat(markdown.of("Shop", null, "com.example:shop:1.2.0 was released without a manifest"))
                .isEqualTo("## Definitions of Shop\n\nNothing to compare with:"
                        + " com.example:shop:1.2.0 was released without a manifest.\n");
        assertThat(new DefinitionsDiffText(PROJECT).lines(diff(), "x"))
                .containsExactly("Compared with com.example:shop:1.2.0: no changes");
    }

    @Test
    void thousandsOfChangesFitIntoAComment() {
        DefinitionsDiff many = diff(IntStream.range(0, 5000)
                .mapToObj(number -> number % 2 == 0 ? removed("gone_" + number) : added("new_" + number))
                .toArray(DefinitionChange[]::new));

        String markdown = new DefinitionsDiffMarkdown(PROJECT, Secrets.none()).of("Shop", many, null);
        assertThat(markdown)
                .hasSizeLessThan(65_536)
                .contains("5000 changes, 2500 of them breaking")
                .containsPattern("… and \\d+ more: `definitions-diff.json` has all of them\\.")
                .endsWith("</details>\n");
        assertThat(new DefinitionsDiffText(PROJECT).lines(many, "diff.json"))
                .hasSizeLessThan(500)
                .contains(
                        "  … and 2300 more: diff.json has all of them", "  … and 2450 more: diff.json has all of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "orders; `orders`",
                "a|b; `a\\|b`",
                "a`b; ``a`b``",
                "`a`; `` `a` ``",
                "<img onerror=x>; `<img onerror=x>`",
            })
    void namesAndValuesAreCode(String text, String code) {
        assertThat(MarkdownText.code(text)).isEqualTo(code);
    }

    @Test
    void otherTextHasNoMarkupAndNamesNobody() {
        assertThat(MarkdownText.plain("<b>*x*</b> [a](b) | @ada #12 !3\nnext"))
                .isEqualTo("\\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\| @&#8288;ada #&#8288;12 !&#8288;3 next");
    }

    @Test
    void bothFilesAreWrittenWithoutSecrets() throws IOException {
        Path json = directory.resolve("diff.json");
        Path markdown = directory.resolve("diff.md");
        DefinitionsDiffFiles files =
                new DefinitionsDiffFiles(json, markdown, PROJECT, new Secrets(Map.of("TOKEN", "s3cr3t-token")));

        files.write("Shop", diff(removed("of_s3cr3t-token")), null);

        assertThat(Files.readString(json)).contains("\"schemaVersion\": 1").doesNotContain("s3cr3t-token");
        assertThat(Files.readString(markdown))
                .contains("1 change, 1 of them breaking")
                .doesNotContain("s3cr3t-token");
    }
}
