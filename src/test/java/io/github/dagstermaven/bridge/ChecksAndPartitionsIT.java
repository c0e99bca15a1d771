package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.AddPartitionsRequest;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.ExecuteChecksRequest;
import io.github.dagstermaven.dagster.ListPartitionsDefinitionsRequest;
import io.github.dagstermaven.dagster.ListPartitionsRequest;
import io.github.dagstermaven.dagster.PartitionList.Subject;
import io.github.dagstermaven.dagster.PartitionSelection;
import io.github.dagstermaven.dagster.PartitionsDefinitionList;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunEvent.CheckEvaluated;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunOptions;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two code locations that have checks of one and the same asset, and a dynamic partitions definition of the same name. */
@Timeout(300)
class ChecksAndPartitionsIT {
    private static final String COMMON = """
            import dagster as dg

            regions = dg.DynamicPartitionsDefinition(name="regions")

            def check_of(asset, name, passed=True, **options):
                @dg.asset_check(asset=asset, name=name, **options)
                def evaluate():
                    return dg.AssetCheckResult(passed=passed)
                return evaluate

            """;

    @TempDir
    Path folder;

    private final List<RunEvent> events = new ArrayList<>();
    private LocalDagster dagster;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("warehouse.py"), COMMON + """
                @dg.asset
                def stock(): ...

                @dg.asset(deps=[stock])
                def shelves(): ...

                @dg.asset(partitions_def=regions)
                def stock_by_region(): ...

                defs = dg.Definitions(
                    assets=[stock, shelves, stock_by_region],
                    asset_checks=[check_of(stock, "counted", passed=False, blocking=True), check_of(shelves, "full")],
                )
                """);
        Files.writeString(folder.resolve("reporting.py"), COMMON + """
                @dg.asset(partitions_def=regions)
                def report_by_region(): ...

                defs = dg.Definitions(
                    assets=[dg.AssetSpec("stock"), report_by_region], asset_checks=[check_of("stock", "reported")]
                )
                """);
        Path workspace = Files.writeString(
                folder.resolve("workspace.yaml"),
                "load_from:\n  - python_file: reporting.py\n  - python_file: warehouse.py\n");
        dagster = new LocalDagster(new LocalDagster.Settings(
                TestedDagster.NEWEST.environment().interpreter(),
                Path.of("src/main/python").toAbsolutePath(),
                List.of(folder),
                folder,
                new CodeTarget(CodeTarget.Kind.WORKSPACE, List.of(workspace.toString()), null, folder),
                folder.resolve("home"),
                null,
                Map.of(),
                Secrets.none(),
                2,
                folder.resolve("logs")));
    }

    @AfterEach
    void close() {
        dagster.close();
    }

    @Test
    void checksAreFoundInEveryLocationThatHasSomeOfWhatIsSelected() {
        check("stock");
        assertThat(of(CheckEvaluated.class))
                .extracting(CheckEvaluated::asset, CheckEvaluated::check)
                .containsExactlyInAnyOrder(tuple("stock", "counted"), tuple("stock", "reported"));

        events.clear();
        check(null);
        assertThat(of(CheckEvaluated.class))
                .extracting(CheckEvaluated::check)
                .containsExactlyInAnyOrder("counted", "reported");
        assertThat(of(CheckSkipped.class))
                .extracting(CheckSkipped::asset, CheckSkipped::check, CheckSkipped::reason)
                .containsExactly(tuple("shelves", "full", "the blocking check counted of stock failed"));
    }

    @Test
    void aNameNeedsToMeanSomethingInOneOfTheLocationsOnly() {
        check(null, "reported");
        assertThat(of(CheckEvaluated.class)).extracting(CheckEvaluated::check).containsExactly("reported");

        PipelineException unknown = catchThrowableOfType(PipelineException.class, () -> check(null, "reportd"));
        assertThat(unknown.problems()).hasSize(1);
        assertThat(unknown.problems().get(0).message()).isEqualTo("There is no asset check 'reportd'");
        assertThat(unknown.problems().get(0).choices()).containsExactly("counted", "full", "reported");

        PipelineException unchecked =
                catchThrowableOfType(PipelineException.class, () -> check("stock_by_region,report_by_region"));
        assertThat(unchecked.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.message().contains("check"));
    }

    @Test
    void partitionsOfOneNameAreThoseOfBothLocations() {
        PartitionsDefinitionList known =
                dagster.call(new ListPartitionsDefinitionsRequest(null, null), RunListener.none(), TimeLimit.none());
        assertThat(known.only(null)).isEqualTo("regions");
        assertThat(known.assetsOf("regions")).containsExactly("report_by_region", "stock_by_region");

        dagster.call(new AddPartitionsRequest("regions", List.of("north")), RunListener.none(), TimeLimit.none());
        assertThat(list(null, "regions"))
                .extracting(Subject::location, Subject::number)
                .containsExactly(tuple("reporting.py", 1), tuple("warehouse.py", 1));
        assertThat(list("stock,report_by_region", null))
                .extracting(Subject::name, Subject::number)
                .containsExactly(tuple("report_by_region", 1));
    }

    private List<Subject> list(String select, String partitionsDefinition) {
        return dagster.call(
                        new ListPartitionsRequest(select, "select", null, partitionsDefinition, null, null, null),
                        RunListener.none(),
                        TimeLimit.none())
                .subjects();
    }

    private void check(String select, String... names) {
        RunOptions options = new RunOptions(List.of(), null, Map.of(), "auto", 0);
        dagster.call(
                new ExecuteChecksRequest(select, List.of(names), null, null, PartitionSelection.latest(), options),
                events::add,
                TimeLimit.none());
    }

    private <T extends RunEvent> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
