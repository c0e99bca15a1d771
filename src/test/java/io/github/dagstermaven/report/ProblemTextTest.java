package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
    private static final Path PROJECT = Path.of("/home/ada/shop");

    private final ProblemText text = new ProblemText(PROJECT, new Secrets(Map.of("TOKEN", "hunter22")));

    private static Problem inCode(String message, String file, int line, String source) {
        SourceLocation at = new SourceLocation(file, line, source);
        return new Problem("import_error", message, null, null, null, List.of(), at, "my_project", null);
    }

    @Test
    void oneLineIsEnoughForAMessageAlone() {
        assertThat(text.lines(List.of(Problem.of("x", "There are no definitions", null))))
                .containsExactly("There are no definitions");
    }

    @Test
    void anErrorInTheUsersCodeShowsFileLineAndSource() {
        assertThat(text.lines(List.of(inCode(
                        "NameError: name 'pd' is not defined",
                        "/home/ada/shop/my_project/assets.py",
                        12,
                        "pd.read()"))))
                .containsExactly("my_project/assets.py:12: NameError: name 'pd' is not defined", "    pd.read()");
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(text.lines(List.of(Problem.of("x", "x".repeat(1_000_000), null))))
                .containsExactly("x".repeat(4_000) + "… (996000 more characters)");
    }

    @Test
    void aFileElsewhereKeepsItsWholePath() {
        assertThat(text.lines(List.of(inCode("boom", "/opt/lib/shared.py", 0, null))))
                .containsExactly("/opt/lib/shared.py: boom");
    }

    @Test
    void aMistypedNameGetsASuggestionTheListAndTheParameter() {
        Problem problem = Problem.ofValue(
                "no_match",
                "No asset matches",
                "asset",
                "raw_ordrs",
                "select",
                List.of("cleaned_orders", "daily_revenue", "raw_orders"),
                null);

        assertThat(text.lines(List.of(problem)))
                .containsExactly(
                        "No asset matches: 'raw_ordrs', did you mean 'raw_orders'?",
                        "  assets: cleaned_orders, daily_revenue, raw_orders",
                        "  Change <select> or -Ddagster.select");
    }

    @Test
    void aLongListIsCutToTheNearest() {
        List<String> keys =
                IntStream.range(100, 350).mapToObj(number -> "asset_" + number).toList();
        Problem problem = Problem.ofValue("no_match", "No asset matches", "asset", "asset_3455", "select", keys, null);

        List<String> lines = text.lines(List.of(problem));
        assertThat(lines.get(0)).contains("did you mean").contains("'asset_345'");
        assertThat(lines.get(1)).startsWith("  assets: asset_").endsWith(", … and 240 more");
        assertThat(lines.get(1).strip().substring("assets: ".length()).split(", "))
                .hasSize(11)
                .contains("asset_345")
                .isSorted();
    }

    @Test
    void theRemedyComesWithTheNameOfTheParameter() {
        Problem problem = Problem.ofValue(
                "ambiguous_name",
                "There are several jobs",
                "job",
                null,
                "job",
                List.of("daily", "weekly"),
                "choose one");

        assertThat(text.lines(List.of(problem)))
                .containsExactly(
                        "There are several jobs", "  jobs: daily, weekly", "  Choose one (<job> or -Ddagster.job)");
    }

    @Test
    void aRemedyThatNamesThePropertyIsLeftAsItIs() {
        Problem problem = Problem.ofValue(
                "x", "Two ways at once", null, null, "configJson", List.of(), "drop -Ddagster.configJson or <config>");

        assertThat(text.lines(List.of(problem)))
                .containsExactly("Two ways at once", "  Drop -Ddagster.configJson or <config>");
    }

    @Test
    void severalProblemsAreCountedAndNumbered() {
        PipelineException exception = new PipelineException(
                List.of(
                        inCode("invalid syntax", "/home/ada/shop/my_project/jobs.py", 3, "def job(:"),
                        Problem.of("x", "Resource \"db\" is missing\nit is required by \"orders\"", "define it")),
                "Traceback (most recent call last): …");

        assertThat(text.text(exception)).isEqualTo("""
                        2 problems:
                          1. my_project/jobs.py:3: invalid syntax
                                 def job(:
                          2. Resource "db" is missing
                               it is required by "orders"
                               Define it""");
    }

    @Test
    void theCodeLocationIsNamedWhenThereIsNoFile() {
        Problem problem = new Problem("x", "It has no definitions", null, null, null, List.of(), null, "billing", null);

        assertThat(text.lines(List.of(problem))).containsExactly("code location billing: It has no definitions");
    }

    @Test
    void secretsAreMasked() {
        assertThat(text.lines(List.of(Problem.of("x", "no login with hunter22", null))))
                .containsExactly("no login with ********");
    }
}
