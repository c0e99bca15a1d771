package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunScript;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person who has the page alone learns of a failure. */
class FailuresOnPageIT extends PageInBrowser {
    private URI written(RunRecorder recorder) {
        return written("failed.html", SampleProject.definitions(), Optional.of(recorder.results("build-1", "1.13.27")));
    }

    @Test
    void anAssetSaysWhatItsCodeTellsOfItAndWhatItPrinted() throws Exception {
        open("#/catalogue/asset%3Asales%2Fcleaned_orders");

        assertThat(page.text(".failure .message")).startsWith("ValueError: line 12 has no amount");
        assertThat(page.texts(".failure .told")).containsExactly("whyweather");
        assertThat(page.texts(".failure .output")).containsExactly("reading data/orders.csv");
        assertThat(page.text(".failure")).contains("Log of the run:");
        URI log = URI.create(
                page.evaluate("document.querySelector('.failure a').href").getAsString());
        assertThat(Path.of(log)).hasContent("all of it");
    }

    @Test
    void aJobOfOpsFailsByItsSteps() {
        RunRecorder recorder = new RunRecorder();
        new RunScript(recorder, "run-1", "clean_up", null)
                .step("delete_files", List.of(), List.of())
                .planAndStart()
                .begin("delete_files")
                .tell(new Output("run-1", "delete_files", "deleting a.csv"))
                .fail("delete_files", 1, RunScript.valueError("a.csv is in use"))
                .end("FAILURE");
        URI failed = written(recorder);
        page.open(failed);

        assertThat(page.texts(".failures li"))
                .containsExactly("Failed clean_up: delete_filesValueError: a.csv is in use");

        page.open(URI.create(failed + "#/catalogue/job%3Aclean_up"));
        assertThat(page.texts(".failure h3")).containsExactly("clean_up: delete_files: failed");
        assertThat(page.texts(".failure .output")).containsExactly("deleting a.csv");
    }

    @Test
    void aRunThatEndedByItselfIsTold() {
        RunRecorder recorder = new RunRecorder();
        RunScript.adHoc(recorder)
                .asset("customers")
                .planAndStart()
                .end("FAILURE", Failure.crash("the process is gone", null, null));
        page.open(written(recorder));

        assertThat(page.texts(".failure h3")).containsExactly("asset run of my_project: failed");
        assertThat(page.text(".failure .message")).isEqualTo("Crash: the process is gone");
    }
}
