package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubAnnotationsTest {
    @TempDir
    private Path root;

    private Problem problem(String message, String file, String remedy) {
        SourceLocation at = file == null ? null : Findings.at(root, file, 7);
        return new Problem("definition_error", message, null, null, null, List.of(), at, "shop", remedy);
    }

    private List<String> annotations(List<Problem> problems) {
        ProblemText text = new ProblemText(root.resolve("shop"), new Secrets(Map.of("TOKEN", "hunter22")));
        return new GitHubAnnotations(root).of(problems, text);
    }

    @Test
    void whyDefinitionsDoNotLoadIsToldAtTheirLines() {
        assertThat(annotations(List.of(
                        problem("the name 'ordres' is not defined:\nhunter22", "shop/a,b.py", "define it."),
                        problem("it takes 100%", null, null))))
                .containsExactly(
                        "::error file=shop/a%2Cb.py,line=7,title=Dagster definitions::the name 'ordres' is not defined:%0A"
                                + "  ********%0A  Define it",
                        "::error title=Dagster definitions::it takes 100%25");
    }

    @Test
    void noMoreAreToldThanAreShown() {
        assertThat(annotations(Collections.nCopies(30, problem("it is wrong", "a.py", null))))
                .hasSize(10);
    }
}
