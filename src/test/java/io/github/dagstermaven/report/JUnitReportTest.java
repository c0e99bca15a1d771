package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintFinding;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.LintRule;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.Judged;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.UpToDate;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JUnitReportTest {
    @TempDir
    private Path directory;

    private CheckSeverityThreshold threshold = CheckSeverityThreshold.ERROR;
    private Secrets secrets = Secrets.none();
    private ReportedModule module = new ReportedModule(
            "com.example:shop", null, Path.of("/home/ada/shop"), Path.of("/home/ada/shop/target/dagster/logs"));

    private static RunResults results(Consumer<RunListener> story) {
        RunRecorder recorder = new RunRecorder();
        story.accept(recorder);
        return recorder.results("build-1", "1.13.27");
    }

    private List<Path> write(RunResults results) {
        List<Path> files = report().write(results);
        files.forEach(ReportFiles::assertValidForSurefire);
        return files;
    }

    private String only(Consumer<RunListener> story) throws IOException {
        List<Path> files = write(results(story));
        assertThat(files).hasSize(1);
        return Files.readString(files.get(0));
    }

    private JUnitReport report() {
        ProblemText problems = new ProblemText(Path.of("/home/ada/shop"), secrets);
        return new JUnitReport(directory, module, run -> threshold, problems, secrets);
    }

    @Test
    void whatIsUpToDateIsSkippedWithItsChecks() throws IOException {
        assertThat(only(listener -> listener.on(
                        new Judged("shop", List.of(), List.of(new UpToDate("orders", "north", List.of("not_empty")))))))
                .contains(
                        "<testcase name=\"orders[north]\" classname=\"shop.orders\" time=\"0.000\">\n"
                                + "    <skipped message=\"up to date\"/>",
                        "<testcase name=\"orders[north]: not_empty\" classname=\"shop.orders\"");
    }

    @Test
    void aGoalThatWasSkippedAsAWholeIsASkippedCase() throws IOException {
        List<Path> files = write(RunResults.ofSkippedGoal("build-1", "asset-materialize", "nothing has changed"));

        assertThat(Files.readString(files.get(0)))
                .contains(
                        " name=\"asset-materialize\" time=\"0.000\" tests=\"1\" errors=\"0\" skipped=\"1\"",
                        "<skipped message=\"nothing has changed\"/>");
    }

    @Test
    void assetsAndChecksThatEndWellAreCases() throws IOException {
        Golden.assertMatches("junit-success.xml", only(Stories::everythingEndsWell));
    }

    @Test
    void whatIsTriedAgainIsToldAsSurefireDoes() throws IOException {
        Golden.assertMatches("junit-flaky.xml", only(Stories::someIsFlaky));
    }

    @Test
    void aRunThatOnlyFailsOnceAsAWholeIsFlaky() throws IOException {
        assertThat(only(listener -> {
                    new RunScript(listener, "run-1", "nightly", null)
                            .step("load", List.of(), List.of())
                            .planAndStart()
                            .end("FAILURE", new Failure("ResourceError", "no connection", null, null));
                    new RunScript(listener, "run-2", "nightly", null)
                            .retrying("run-1", 1)
                            .step("load", List.of(), List.of())
                            .start()
                            .begin("load")
                            .succeed("load", 1)
                            .end("SUCCESS");
                }))
                .contains("errors=\"0\"", "<flakyError message=\"no connection\" type=\"ResourceError\">");
    }

    @Test
    void definitionsThatCannotBeLoadedAreErrorsUntilTheyCan() throws IOException {
        Problem problem = new Problem(
                "syntax_error",
                "invalid syntax",
                null,
                null,
                null,
                List.of(),
                new SourceLocation("/home/ada/shop/my_project/jobs.py", 3, "def job(:"),
                null,
                null);
        PipelineException exception = new PipelineException(problem);

        List<Path> files = write(RunResults.ofErrors("build-1", "definitions", exception));

        Path file = directory.resolve("TEST-dagster.definitions.xml");
        assertThat(files).containsExactly(file);
        assertThat(Files.readString(file))
                .contains("name=\"syntax error: my_project/jobs.py:3: invalid syntax\"")
                .contains("errors=\"1\"");
        write(results(Stories::everythingEndsWell));
        assertThat(file).doesNotExist();
    }

    @Test
    void aFindingOfLintIsNamedByItsRuleAndWhatItIsAboutWhereverItsLineIs() throws IOException {
        LintReport report = Findings.report(
                finding("asset", "orders", "the asset 'orders' depends on 'one', which nothing defines", 15),
                finding("asset", "orders", "the asset 'orders' depends on 'two', which nothing defines", 16),
                finding("file", "jobs.py", "the comment says 'ignroe'", 17));
        PipelineException exception = new PipelineException(
                report.findings().stream().map(JudgedFinding::problem).toList(), null);

        List<Path> files = write(RunResults.ofErrors("build-1", "lint", exception));

        assertThat(Files.readString(files.get(0)))
                .contains("name=\"upstream-type-mismatch: asset 'orders'\"")
                .contains("name=\"upstream-type-mismatch: asset 'orders' (2)\"")
                .contains("name=\"upstream-type-mismatch: the comment says 'ignroe'\"")
                .contains("<error message=\"my_project/jobs.py:15: the asset 'orders' depends on 'one', which nothing"
                        + " defines\" type=\"upstream-type-mismatch\">")
                .contains("<error message=\"my_project/jobs.py:17: the comment says 'ignroe'\"");
    }

    private static LintFinding finding(String subject, String name, String message, int line) {
        SourceLocation at = new SourceLocation("/home/ada/shop/my_project/jobs.py", line, null);
        String rule = LintRule.UPSTREAM_TYPE_MISMATCH.id();
        return new LintFinding("shop", "__repository__", rule, subject, name, message, null, false, at);
    }

    @Test
    void aGoalThatEndsBeforeARunStandsBesideTheRunsOfEarlierGoals() throws IOException {
        Problem problem =
                Problem.ofValue("unknown_name", "There is no job", "job", "dialy", "job", List.of("daily"), null);
        RunResults goal = RunResults.ofErrors("build-1", "job-execute", new PipelineException(problem));

        List<Path> files = write(results(Stories::everythingEndsWell).append(goal));

        assertThat(files).hasSize(2);
        assertThat(Files.readString(files.get(1)))
                .contains("<testsuite ", " name=\"job-execute\"")
                .contains("errors=\"1\"")
                .contains("name=\"dagster.buildId\" value=\"build-1\"")
                .contains("<error message=\"There is no job: 'dialy', did you mean 'daily'?\" type=\"unknown_name\">");
    }

    @Test
    void failuresErrorsWarningsAndSkipsAreToldApart() throws IOException {
        Golden.assertMatches("junit-failures.xml", only(Stories::muchFails));
    }

    @Test
    void aWarnCheckIsAFailureOnlyWhenItFailsTheBuild() throws IOException {
        threshold = CheckSeverityThreshold.WARN;
        assertThat(only(Stories::muchFails))
                .contains("failures=\"2\"")
                .contains("<failure message=\"the newest row is 3 days old\" type=\"AssetCheckFailed\">");
    }

    @Test
    void noCheckIsAFailureWhenNoneFailsTheBuild() throws IOException {
        threshold = CheckSeverityThreshold.NEVER;
        assertThat(only(Stories::muchFails))
                .contains("failures=\"0\"")
                .contains("ERROR check did not pass: 2 ids are there twice");
    }

    @Test
    void aCrashIsAnErrorAndARunThatNeverStartedIsNotForgotten() throws IOException {
        Golden.assertMatches("junit-crash.xml", only(Stories::aProcessDies));
    }

    @Test
    void aRunThatFailsWithoutAFailedStepHasACaseOfItsOwn() throws IOException {
        String xml = only(listener -> RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .end("FAILURE", new Failure("DagsterError", "no disk space", null, null)));

        assertThat(xml)
                .contains("tests=\"2\" errors=\"1\" skipped=\"1\" failures=\"0\"")
                .contains("<testcase name=\"asset run of my_project\" classname=\"my_project\" time=\"0.000\">")
                .contains("<error message=\"no disk space\" type=\"DagsterError\">");
    }

    @Test
    void anErrorHasTheFramesOfAllThatIsBehindIt() throws IOException {
        assertThat(only(Stories::aChainOfErrors))
                .contains("<error message=\"no prices today\" type=\"Failure\">Failure: no prices today\n"
                        + "/home/ada/shop/my_project/assets.py:20\nfile: prices.csv\n")
                .contains("assets.py\", line 20, in prices", "caused by:", "assets.py\", line 14, in read")
                .as("Dagster's own frames are in the log file")
                .doesNotContain("called from", "execute.py");
    }

    @Test
    void aTraceThatOnlyHasFramesOfDagsterIsKept() throws IOException {
        String frames = "  File \"/venv/lib/python3.12/site-packages/dagster/_core/execute.py\", line 7, in execute\n"
                + "    raise DagsterInvariantViolationError()\n";
        assertThat(only(listener -> RunScript.adHoc(listener)
                        .asset("a")
                        .planAndStart()
                        .begin("a")
                        .fail("a", 1, new Failure("DagsterInvariantViolationError", "odd", null, frames))
                        .end("FAILURE")))
                .contains("site-packages/dagster/_core/execute.py");
    }

    @Test
    void framesOfDagsterBetweenTheUsersOwnAreLeftOut() throws IOException {
        String frames = """
                  File "/home/ada/shop/my_project/assets.py", line 20, in prices
                    context.load()
                    ^^^^^^^^^^^^^^
                  File "/venv/lib/python3.12/site-packages/dagster_pandas/load.py", line 7, in load
                    return read()
                  File "/venv/lib/python3.12/site-packages/pandas/io.py", line 9, in read
                    raise ValueError(name)
                ValueError: prices.csv
                """;
        assertThat(only(listener -> RunScript.adHoc(listener)
                        .asset("a")
                        .planAndStart()
                        .begin("a")
                        .fail("a", 1, new Failure("ValueError", "prices.csv", null, frames))
                        .end("FAILURE")))
                .contains("line 20, in prices", "^^^^", "pandas/io.py", "ValueError: prices.csv")
                .doesNotContain("dagster_pandas", "return read()");
    }

    @Test
    void whatAStepPrintsAndLogsStandsOnceWithWhatItMakes() throws IOException {
        assertThat(only(listener -> RunScript.adHoc(listener)
                        .asset("orders", "not_empty")
                        .asset("invoices")
                        .planAndStart()
                        .begin("orders")
                        .tell(new Output("run-1", "orders", "\u001B[31mreading\u001B[0m <7> files"))
                        .tell(new LogRecord("run-1", "orders", "warning", "one is empty", RunScript.START))
                        .made("orders", Map.of())
                        .evaluated("orders", "orders", "not_empty", true, "ERROR")
                        .succeed("orders", 1)
                        // Printed before the end of the step, and slower than the news of it.
                        .tell(new Output("run-1", "orders", "done"))
                        .makes("invoices", 1)
                        .end("SUCCESS")))
                .contains("  <testcase name=\"orders\" classname=\"my_project.orders\" time=\"1.000\">\n"
                        + "    <system-out>reading &lt;7&gt; files\nWARNING one is empty\ndone</system-out>\n"
                        + "  </testcase>\n"
                        + "  <testcase name=\"invoices\" classname=\"my_project.invoices\" time=\"1.000\"/>\n"
                        + "  <testcase name=\"orders: not_empty\" classname=\"my_project.orders\" time=\"0.000\"/>\n");
    }

    @Test
    void ofALongOutputTheEndIsToldAndTheLogFileNamed() throws IOException {
        String xml = only(listener -> {
            RunScript run =
                    RunScript.adHoc(listener).asset("orders").planAndStart().begin("orders");
            for (int line = 1; line <= 1_000; line++) {
                run.tell(new Output("run-1", "orders", String.format("line %04d of the step", line)));
            }
            run.fail("orders", 1, RunScript.valueError("broken")).end("FAILURE");
        });

        assertThat(xml)
                .contains(
                        "<system-out>… (546 lines before this in target/dagster/logs/run-1.log)\nline 0547 of the step\n")
                .contains("line 1000 of the step</system-out>");
    }

    @Test
    void ofAStepThatEndsWellLessIsKept() throws IOException {
        String xml = only(listener -> {
            RunScript run =
                    RunScript.adHoc(listener).asset("orders").planAndStart().begin("orders");
            for (int line = 1; line <= 1_000; line++) {
                run.tell(new Output("run-1", "orders", String.format("line %04d of the step", line)));
            }
            run.made("orders", Map.of()).succeed("orders", 1).end("SUCCESS");
        });

        assertThat(xml).contains("… (910 lines before this in target/dagster/logs/run-1.log)\nline 0911 of the step\n");
    }

    @Test
    void anAttemptThatFailedHasItsOwnOutput() throws IOException {
        assertThat(only(listener -> {
                    new RunScript(listener, "run-1", "nightly", null)
                            .step("load", List.of(), List.of())
                            .planAndStart()
                            .begin("load")
                            .tell(new Output("run-1", "load", "connecting"))
                            .fail("load", 1, RunScript.valueError("busy"))
                            .end("FAILURE");
                    new RunScript(listener, "run-2", "nightly", null)
                            .retrying("run-1", 1)
                            .step("load", List.of(), List.of())
                            .start()
                            .begin("load")
                            .tell(new Output("run-2", "load", "connected"))
                            .succeed("load", 1)
                            .end("SUCCESS");
                }))
                .contains("flakes=\"1\"")
                .containsSubsequence(
                        "<flakyError message=\"busy\"",
                        "</stackTrace>",
                        "<system-out>connecting</system-out>",
                        "</flakyError>",
                        "<system-out>connected</system-out>",
                        "</testcase>");
    }

    @Test
    void failuresAndErrorsOfOneCaseAreInTheOrderThatTheSchemaWants() throws IOException {
        CheckKey check = RunScript.check("orders", "fresh");
        String xml = only(listener -> {
            new RunScript(listener, "run-1", RunScript.ASSET_JOB, null)
                    .step("fresh", List.of(), List.of(check))
                    .planAndStart()
                    .begin("fresh")
                    .fail("fresh", 1, RunScript.valueError("no connection"))
                    .end("FAILURE");
            new RunScript(listener, "run-2", RunScript.ASSET_JOB, null)
                    .retrying("run-1", 1)
                    .step("fresh", List.of(), List.of(check))
                    .start()
                    .begin("fresh")
                    .evaluated("fresh", "orders", "fresh", false, "ERROR", false, "2 days old")
                    .succeed("fresh", 1)
                    .end("SUCCESS");
        });

        assertThat(xml)
                .contains("errors=\"0\"", "failures=\"1\"")
                .containsSubsequence("<rerunFailure message=\"2 days old\"", "<error message=\"no connection\"");
    }

    @Test
    void modulesOfOneBuildHaveNamesOfTheirOwn() throws IOException {
        module = new ReportedModule("com.example:web-shop", "web-shop", module.directory(), module.logs());
        RunResults results = results(Stories::anOpJobFails)
                .append(RunResults.ofSkippedGoal("build-1", "asset-materialize", "nothing has changed"));

        List<Path> files = write(results);

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "TEST-dagster.web-shop.my_project.etl.xml", "TEST-dagster.web-shop.asset-materialize.xml");
        assertThat(Files.readString(files.get(0)))
                .contains(" name=\"web-shop.my_project.etl\"", "classname=\"web-shop.my_project.etl\"")
                .contains("<property name=\"dagster.module\" value=\"com.example:web-shop\"/>");
    }

    @Test
    void aCodeLocationThatIsNamedAfterItsModuleIsNotNamedTwice() throws IOException {
        module = new ReportedModule("com.example:my-project", "my-project", module.directory(), module.logs());

        assertThat(only(Stories::anOpJobFails)).contains(" name=\"my_project.etl\"");
    }

    @Test
    void aLongMessageIsCutAndItsFramesAreKept() throws IOException {
        assertThat(only(Stories::aMessageOfAMillionCharacters))
                .hasSizeLessThan(20_000)
                .contains("<error message=\"" + "x".repeat(1_000) + "… (999000 more characters)\"")
                .contains("x… (990000 more characters)\n/home/ada/shop/my_project/assets.py:12")
                .contains("line 12, in raw_orders");
    }

    @Test
    void stepsOfAnOpJobAreCasesOfASuiteOfTheirOwn() throws IOException {
        assertThat(only(Stories::anOpJobFails))
                .contains(" name=\"my_project.etl\"")
                .contains("<testcase name=\"extract\" classname=\"my_project.etl\" time=\"0.100\"/>");
    }

    @Test
    void charactersThatXmlCannotHoldAreDropped() throws IOException {
        String xml = only(listener -> RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .begin("a")
                .fail(
                        "a",
                        1,
                        RunScript.valueError(
                                "\u001B[31mred\u001B[0m \u001B]8;;https://example.com\u0007link\u001B]8;;\u0007\u001B[2K \u0000 \uFFFF \uD800 <&\"> \uD83D\uDE00"))
                .end("FAILURE"));

        assertThat(xml).contains("message=\"red link    &lt;&amp;&quot;&gt; \uD83D\uDE00\"");
    }

    @Test
    void secretsAreMaskedEverywhere() throws IOException {
        secrets = new Secrets(Map.of("TOKEN", "hunter22"));
        String xml = only(listener -> RunScript.adHoc(listener)
                .asset("a", "c")
                .asset("b")
                .planAndStart()
                .begin("a")
                .made("a", Map.of("url", "https://hunter22@host"))
                .evaluated("a", "a", "c", true, "ERROR", false, "hunter22 works")
                .succeed("a", 1)
                .fail("b", 1, RunScript.valueError("hunter22 is wrong"))
                .end("FAILURE"));

        assertThat(xml).doesNotContain("hunter22").contains("********");
    }

    @Test
    void aLaterGoalOfTheSameBuildKeepsTheSuitesOfEarlierOnes() throws IOException {
        RunResults first = results(Stories::everythingEndsWell);
        write(first);
        RunResults both = first.append(results(Stories::anOpJobFails)).append(results(Stories::muchFails));

        assertThat(write(both))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("TEST-dagster.my_project.xml", "TEST-dagster.my_project.etl.xml");
        assertThat(Files.readString(directory.resolve("TEST-dagster.my_project.xml")))
                .contains("name=\"sales/cleaned_orders\"")
                .contains("name=\"customers\"");
    }

    @Test
    void suitesOfAnEarlierBuildAreRemovedAndOtherReportsAreNot() throws IOException {
        write(results(Stories::anOpJobFails));
        Path other = Files.writeString(directory.resolve("TEST-com.acme.ShopTest.xml"), "<testsuite/>");
        write(results(Stories::everythingEndsWell));

        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "TEST-dagster.my_project.xml", other.getFileName().toString());
    }

    @Test
    void fileNamesAreSafeStableAndDifferentForDifferentSuites() {
        Consumer<RunListener> story = listener -> {
            new RunScript(listener, "run-1", "a/b", null).planAndStart().end("SUCCESS");
            new RunScript(listener, "run-2", "a:b", null).planAndStart().end("SUCCESS");
            new RunScript(listener, "run-3", "Etl", null).planAndStart().end("SUCCESS");
            new RunScript(listener, "run-4", "etl", null).planAndStart().end("SUCCESS");
        };
        List<Path> files = write(results(story));

        assertThat(files)
                .extracting(file -> file.getFileName().toString().toLowerCase())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("test-dagster\\.[a-z0-9._-]+\\.xml"));
        assertThat(write(results(story))).isEqualTo(files);
    }

    @Test
    void metadataWithPartsIsJson() throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("parts", Map.of("a", List.of(1L, "b")));
        metadata.put("note", "as it is");
        metadata.put("none", null);

        assertThat(only(listener -> RunScript.adHoc(listener)
                        .asset("orders")
                        .planAndStart()
                        .begin("orders")
                        .made("orders", metadata)
                        .succeed("orders", 1)
                        .end("SUCCESS")))
                .contains(
                        "<property name=\"orders.parts\" value=\"{&quot;a&quot;:[1,&quot;b&quot;]}\"/>",
                        "<property name=\"orders.note\" value=\"as it is\"/>",
                        "<property name=\"orders.none\" value=\"null\"/>");
    }
}
