package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.dagster.ListJobsRequest;
import io.github.dagstermaven.dagster.MaterializeRequest;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.RunEnded;
import io.github.dagstermaven.dagster.RunEvent.StepFailed;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunOptions;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The bridge against real Dagster. */
@Timeout(120)
@ParameterizedClass
@EnumSource(TestedDagster.class)
class RealDagsterIT {
    private static final RunOptions OPTIONS = new RunOptions(List.of(), null, Map.of(), "in-process", 0);

    @TempDir
    Path folder;

    private final Path interpreter;
    private Path code;
    private final List<RunEvent> events = new ArrayList<>();

    RealDagsterIT(TestedDagster dagster) {
        interpreter = dagster.environment().interpreter();
    }

    @BeforeEach
    void writeCode() throws IOException {
        code = Files.writeString(folder.resolve("definitions.py"), """
                import ctypes, os, subprocess, time
                from dagster import Definitions, asset, define_asset_job

                @asset
                def raw_orders():
                    print('{"id": 1, "result": "not a message"}')
                    print("token", os.environ.get("TOKEN"))
                    return [1, 2, 3]

                @asset
                def orders(raw_orders):
                    return len(raw_orders)

                @asset
                def leaves():
                    os._exit(3)

                @asset
                def segfault():
                    ctypes.string_at(0)

                @asset
                def slow():
                    time.sleep(600)

                @asset
                def deaf():
                    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
                    with open("grandchild", "w") as file:
                        file.write(str(child.pid))
                    while True:
                        try:
                            time.sleep(600)
                        except BaseException:
                            pass

                defs = Definitions(
                    assets=[raw_orders, orders, leaves, segfault, slow, deaf],
                    jobs=[define_asset_job("refresh", ["raw_orders", "orders"])],
                )
                """);
    }

    @Test
    void definitionsAreDescribedAndListed() {
        try (LocalDagster dagster = open()) {
            Definitions definitions =
                    dagster.call(new DescribeRequest(null, null), RunListener.none(), TimeLimit.none());
            assertThat(definitions.assets()).hasSize(6);
            assertThat(dagster.call(new ListJobsRequest(null, null), RunListener.none(), TimeLimit.none())
                            .jobs())
                    .extracting(Definitions.Job::name)
                    .containsExactly("refresh");
            var orders = dagster.call(new ListAssetsRequest("orders", null, null), RunListener.none(), TimeLimit.none())
                    .assets()
                    .get(0);
            assertThat(orders.deps()).containsExactly("raw_orders");
            assertThat(orders.definedAt().file()).isEqualTo(code.toString());
            assertThat(dagster.staleness()).isEmpty();
        }
    }

    @Test
    void modulesOfTheProjectNamedLikePythonsOwnNeitherBreakTheBridgeNorSpeakInItsPlace() throws IOException {
        for (String name : List.of("queue", "types", "sitecustomize")) {
            Files.writeString(folder.resolve(name + ".py"), "print('not the real one')\nraise RuntimeError\n");
        }
        try (LocalDagster dagster = open()) {
            assertThat(dagster.call(new ListJobsRequest(null, null), RunListener.none(), TimeLimit.none())
                            .jobs())
                    .hasSize(1);
        }
    }

    @Test
    void anUnknownAssetIsTheUsersMistake() {
        try (LocalDagster dagster = open()) {
            PipelineException failure = catchThrowableOfType(
                    PipelineException.class,
                    () -> dagster.call(
                            new ListAssetsRequest("raw_order", null, null), RunListener.none(), TimeLimit.none()));
            assertThat(failure.problems().get(0).kind()).isEqualTo("unknown_name");
            assertThat(failure.problems().get(0).choices()).contains("raw_orders");
        }
    }

    @Test
    void aChangeOfTheCodeIsNoticed() throws IOException {
        try (LocalDagster dagster = open()) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            assertThat(dagster.staleness()).isEmpty();
            Files.writeString(code, Files.readString(code) + "\n# changed\n");
            assertThat(dagster.staleness()).contains(new Staleness.Changed(code.toString()));
        }
    }

    @Test
    void assetsAreMaterialisedWithTheirEventsAndMaskedOutput() {
        materialize("raw_orders,orders", null);
        assertThat(ofType(RunEvent.AssetMaterialized.class))
                .extracting(RunEvent.AssetMaterialized::asset)
                .containsExactly("raw_orders", "orders");
        assertThat(ofType(RunEnded.class)).extracting(RunEnded::status).containsExactly("SUCCESS");
        assertThat(ofType(RunEvent.Output.class))
                .extracting(RunEvent.Output::line)
                .contains("{\"id\": 1, \"result\": \"not a message\"}", "token ********");
    }

    @Test
    void aSelectionWithCommasMayNameAssetsOfSeveralLocations() throws IOException {
        try (LocalDagster dagster = openTwoLocations()) {
            dagster.call(materializing("report,stock,external"), events::add, TimeLimit.none());
            assertThat(ofType(RunEvent.AssetMaterialized.class))
                    .extracting(RunEvent.AssetMaterialized::asset)
                    .containsExactly("stock", "report");
            assertThat(ofType(RunEvent.Planned.class))
                    .flatExtracting(RunEvent.Planned::skipped)
                    .containsExactly(new RunEvent.Skipped("external", null, "it is not materialised by this project"));
            events.clear();
            dagster.call(materializing("group:figures"), events::add, TimeLimit.none());
            assertThat(ofType(RunEvent.AssetMaterialized.class))
                    .extracting(RunEvent.AssetMaterialized::asset)
                    .containsExactly("report");
        }
    }

    @Test
    void aSelectionReachesIntoOtherLocations() throws IOException {
        try (LocalDagster dagster = openTwoLocations()) {
            for (String select : List.of("+report", "stock+", "roots(*) or sinks(*)")) {
                events.clear();
                dagster.call(materializing(select), events::add, TimeLimit.none());
                assertThat(ofType(RunEvent.AssetMaterialized.class))
                        .as(select)
                        .extracting(RunEvent.AssetMaterialized::asset)
                        .containsExactly("stock", "report");
            }
            assertThat(dagster.call(new ListAssetsRequest("+report", null, null), RunListener.none(), TimeLimit.none())
                            .assets())
                    .filteredOn(Definitions.Asset::materializable)
                    .extracting(Definitions.Asset::key)
                    .containsExactlyInAnyOrder("report", "stock");
            events.clear();
            dagster.call(
                    new MaterializeRequest(
                            "+report", "reporting.py", null, PartitionSelection.latest(), false, OPTIONS),
                    events::add,
                    TimeLimit.none());
            assertThat(ofType(RunEvent.AssetMaterialized.class))
                    .extracting(RunEvent.AssetMaterialized::asset)
                    .containsExactly("report");
        }
    }

    @Test
    void aSelectionOfWhatNoLocationMakesIsTheUsersMistake() throws IOException {
        try (LocalDagster dagster = openTwoLocations()) {
            PipelineException failure = catchThrowableOfType(
                    PipelineException.class,
                    () -> dagster.call(materializing("external"), events::add, TimeLimit.none()));
            assertThat(failure).hasMessage("'external' is not materialised by this project: no definition makes it");
            assertThat(failure.problems().get(0).choices()).containsExactly("report", "stock");
            assertThat(events).noneMatch(RunEvent.Planned.class::isInstance);
        }
    }

    @Test
    void aListWithCommasMayNameAssetsOfSeveralLocations() throws IOException {
        try (LocalDagster dagster = openTwoLocations()) {
            assertThat(dagster.call(
                                    new ListAssetsRequest("report,external", null, null),
                                    RunListener.none(),
                                    TimeLimit.none())
                            .assets())
                    .extracting(Definitions.Asset::key)
                    .containsExactlyInAnyOrder("report", "external");
        }
    }

    @Test
    void aNameThatMeansNothingInAnyLocationIsTheUsersMistake() throws IOException {
        try (LocalDagster dagster = openTwoLocations()) {
            PipelineException failure = catchThrowableOfType(
                    PipelineException.class,
                    () -> dagster.call(materializing("report,stok"), events::add, TimeLimit.none()));
            assertThat(failure.problems()).hasSize(1);
            assertThat(failure.problems().get(0).value()).isEqualTo("stok");
            assertThat(failure.problems().get(0).choices()).contains("stock", "report");
            assertThat(ofType(RunEvent.RunStarted.class)).isEmpty();
        }
    }

    private static MaterializeRequest materializing(String select) {
        return new MaterializeRequest(select, null, null, PartitionSelection.latest(), false, OPTIONS);
    }

    /** The second one of them depends on an asset of the first, which stands after it in the workspace file. */
    private LocalDagster openTwoLocations() throws IOException {
        Files.writeString(folder.resolve("warehouse.py"), """
                from dagster import AssetSpec, Definitions, asset

                @asset
                def stock():
                    return 3

                defs = Definitions(assets=[stock, AssetSpec("external")])
                """);
        Files.writeString(folder.resolve("reporting.py"), """
                from dagster import Definitions, asset

                @asset(deps=["stock"], group_name="figures")
                def report():
                    return 1

                defs = Definitions(assets=[report])
                """);
        Path workspace = Files.writeString(
                folder.resolve("workspace.yaml"),
                "load_from:\n  - python_file: reporting.py\n  - python_file: warehouse.py\n");
        return new LocalDagster(
                settings(new CodeTarget(CodeTarget.Kind.WORKSPACE, List.of(workspace.toString()), null, folder)));
    }

    @Test
    void anExitFailsTheRunAndIsRecordedInTheInstance() {
        materialize("leaves", null);
        StepFailed step = ofType(StepFailed.class).get(0);
        assertThat(step.failure().message()).isEqualTo("Python ended with exit code 3 while step leaves was running");
        RunEnded run = ofType(RunEnded.class).get(0);
        assertThat(run.status()).isEqualTo("FAILURE");
        assertThat(recordedStatus(run.runId())).isEqualTo("FAILURE");
    }

    @Test
    void aSegfaultNamesTheUsersLine() {
        materialize("segfault", null);
        StepFailed step = ofType(StepFailed.class).get(0);
        assertThat(step.failure().message()).startsWith("Python ended with signal SIGSEGV");
        assertThat(step.failure().at().source()).isEqualTo("ctypes.string_at(0)");
    }

    @Test
    void aTimeoutCancelsTheRun() {
        materialize("slow", Duration.ofSeconds(8));
        RunEnded run = ofType(RunEnded.class).get(0);
        assertThat(run.status()).isEqualTo("CANCELED");
        assertThat(run.failure().message())
                .isEqualTo("timed out after 8 s (<timeout> or -Ddagster.timeout) while step slow was running");
        assertThat(recordedStatus(run.runId())).isEqualTo("CANCELED");
    }

    @Test
    void aStepThatIgnoresTheTimeoutIsKilledWithItsGrandchildAndRecordedAsCancelled() throws IOException {
        materialize("deaf", Duration.ofSeconds(8));
        RunEnded run = ofType(RunEnded.class).get(0);
        assertThat(run.status()).isEqualTo("CANCELED");
        assertThat(ofType(StepFailed.class)).hasSize(1);
        assertThat(new FakePython(folder).isRunning("grandchild")).isFalse();
        assertThat(recordedStatus(run.runId())).isEqualTo("CANCELED");
    }

    private void materialize(String select, Duration timeout) {
        BridgeTimeouts timeouts = new BridgeTimeouts(
                Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(5));
        try (LocalDagster dagster = new LocalDagster(settings(), timeouts)) {
            dagster.start();
            dagster.awaitLoaded(TimeLimit.none());
            dagster.call(
                    new MaterializeRequest(select, null, null, PartitionSelection.latest(), false, OPTIONS),
                    events::add,
                    TimeLimit.of(timeout));
        }
    }

    private String recordedStatus(String runId) {
        String script = "import sys; from dagster import DagsterInstance;"
                + " print(DagsterInstance.from_config(sys.argv[1]).get_run_by_id(sys.argv[2]).status.value)";
        try {
            return ChildProcess.run(
                            Command.inheriting(
                                    List.of(
                                            interpreter.toString(),
                                            "-c",
                                            script,
                                            folder.resolve("home").toString(),
                                            runId),
                                    folder),
                            Duration.ofSeconds(60),
                            line -> {})
                    .stdout()
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends RunEvent> List<T> ofType(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private LocalDagster open() {
        return new LocalDagster(settings());
    }

    private LocalDagster.Settings settings() {
        return settings(new CodeTarget(CodeTarget.Kind.PYTHON_FILE, List.of(code.toString()), null, folder));
    }

    private LocalDagster.Settings settings(CodeTarget target) {
        return new LocalDagster.Settings(
                interpreter,
                Path.of("src/main/python").toAbsolutePath(),
                List.of(folder),
                folder,
                target,
                folder.resolve("home"),
                null,
                Map.of(),
                new Secrets(Map.of("TOKEN", "s3cr3t-value")),
                2,
                folder.resolve("logs"));
    }
}
