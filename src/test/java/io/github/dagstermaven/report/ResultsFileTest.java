package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResult;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFileTest {
    @TempDir
    private Path directory;

    private Path path;
    private ResultsFile file;

    @BeforeEach
    void belowAFolderThatIsNotThereYet() {
        path = directory.resolve("dagster/run-results.json");
        file = new ResultsFile(path, Path.of("/elsewhere"), Secrets.none());
    }

    private static RunResults results(String buildId, Consumer<RunListener> story) {
        RunRecorder recorder = new RunRecorder();
        story.accept(recorder);
        return recorder.results(buildId, "1.13.27");
    }

    @Test
    void theFileIsReadableByOthers() throws IOException {
        file.write(results("build-1", Stories::muchFails));

        Golden.assertMatches("run-results.json", Files.readString(path));
    }

    @Test
    void attemptsAndWhatWasFlakyAreInTheFile() throws IOException {
        file.write(new Gate(CheckSeverityThreshold.ERROR).judged(results("build-1", Stories::someIsFlaky)));

        assertThat(Files.readString(path))
                .contains("\"retryOf\": \"run-2\",\n      \"attempt\": 3")
                .contains("""
                          "flaky": [
                            {
                              "location": "my_project",
                              "kind": "asset",
                              "name": "clean",
                              "failedAttempts": 1,
                              "message": "ValueError: the server is busy"
                            },
                            {
                              "location": "my_project",
                              "kind": "check",
                              "name": "raw: fresh",
                              "failedAttempts": 1,
                              "message": "2 hours old"
                            }
                          ]
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void whatIsWrittenIsReadAgain(int number) {
        List<Consumer<RunListener>> stories = List.of(
                Stories::everythingEndsWell,
                Stories::muchFails,
                Stories::aProcessDies,
                Stories::aRunIsCancelled,
                Stories::aBlockingCheckFails,
                Stories::anOpJobFails,
                Stories::aChainOfErrors);
        RunResults written = results("build-1", stories.get(number));
        file.write(written);

        // Numbers come back as the widest type, so both are compared as text.
        assertThat(file.read("build-1").map(Object::toString)).contains(written.toString());
    }

    @Test
    void whatEndedAGoalBeforeARunIsReadAgain() {
        Problem problem = Problem.ofValue(
                "unknown_name", "There is no job", "job", "dialy", "job", List.of("daily"), "Look again");
        RunResults written = RunResults.ofErrors("build-1", "job-execute", new PipelineException(problem));
        file.write(written);

        assertThat(file.read("build-1")).contains(written);
        assertThat(written.failures()).containsExactly("There is no job");
    }

    @Test
    void aLongTextIsCut() throws IOException {
        file.write(results("build-1", Stories::aMessageOfAMillionCharacters));

        assertThat(Files.readString(path))
                .contains("\"message\": \"" + "x".repeat(100_000) + "… (900000 more characters)\"");
    }

    @Test
    void nothingElseIsLeftBeside() {
        file.write(results("build-1", Stories::muchFails));

        assertThat(path.getParent().toFile().list()).containsExactly("run-results.json");
    }

    @Test
    void aFurtherGoalOfTheSameBuildIsAdded() {
        file.append(results("build-1", Stories::everythingEndsWell));
        RunResults all = file.append(results("build-1", Stories::anOpJobFails));

        assertThat(all.runs()).extracting(RunResult::job).containsExactly(RunScript.ASSET_JOB, "etl");
        assertThat(file.read("build-1").map(Object::toString)).contains(all.toString());
    }

    @Test
    void resultsOfAnEarlierBuildGiveWay() {
        file.append(results("build-1", Stories::muchFails));
        assertThat(file.read("build-2")).isEmpty();

        assertThat(file.append(results("build-2", Stories::anOpJobFails)).runs())
                .hasSize(1);
        assertThat(file.read("build-1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"schemaVersion\": 1, \"buildId\": \"build-1\", \"runs\": [{\"run",
                "{\"schemaVersion\": 1, \"buildId\": \"build-1\"}",
                "{\"schemaVersion\": \"x\"}",
                "{\"schemaVersion\": 99, \"buildId\": \"build-1\", \"runs\": [], \"skipped\": []}"
            })
    void aFileThatCannotBeReadIsReplaced(String content) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);

        assertThat(file.read("build-1")).isEmpty();
        assertThat(file.append(results("build-1", Stories::muchFails)).runs()).hasSize(1);
        assertThat(file.read("build-1")).isPresent();
    }

    @Test
    void whereThereIsNoFileThereAreNoResults() {
        assertThat(file.read("build-1")).isEmpty();
    }

    @Test
    void secretsAreMaskedAndNumbersThatJsonLacksAreText() throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("hunter\"22", Arrays.asList("x hunter\"22", 3, null, Double.NaN));
        new ResultsFile(path, Path.of("/home/ada/shop"), new Secrets(Map.of("TOKEN", "hunter\"22")))
                .write(results(
                        "build-1",
                        listener -> RunScript.adHoc(listener)
                                .asset("a")
                                .planAndStart()
                                .begin("a")
                                .made("a", metadata)
                                .succeed("a", 1)
                                .end("SUCCESS")));

        String text = Files.readString(path);
        assertThat(text).doesNotContain("hunter").contains("\"x ********\"").contains("\"NaN\"");
        assertThat(file.read("build-1")
                        .orElseThrow()
                        .runs()
                        .get(0)
                        .assets()
                        .get(0)
                        .metadata())
                .isEqualTo(Map.of("********", Arrays.asList("x ********", 3L, null, "NaN")));
    }

    @Test
    void whatUserCodeReportedIsKeptExactly() throws IOException {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("none", null);
        parts.put("big", BigInteger.TEN.pow(30));
        parts.put("share", new BigDecimal("12345678.9"));
        file.write(results(
                "build-1",
                listener -> RunScript.adHoc(listener)
                        .asset("a")
                        .planAndStart()
                        .begin("a")
                        .made("a", Map.of("parts", parts))
                        .succeed("a", 1)
                        .end("SUCCESS")));

        assertThat(Files.readString(path))
                .contains("\"none\": null", "\"big\": 1" + "0".repeat(30), "\"share\": 12345678.9")
                .doesNotContain("\"failure\"");
        assertThat(file.read("build-1")
                        .orElseThrow()
                        .runs()
                        .get(0)
                        .assets()
                        .get(0)
                        .metadata())
                .isEqualTo(Map.of("parts", parts));
    }
}
