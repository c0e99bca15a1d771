package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.DefinitionChange.Kind;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.Definitions.Dimension;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Definitions.Resource;
import io.github.dagstermaven.dagster.Definitions.Schedule;
import io.github.dagstermaven.dagster.Definitions.Sensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What has become of definitions, what of it breaks others, and what makes an asset a modified one. */
class DefinitionsDiffTest {
    private static final Partitions DAILY =
            Sample.windows("2024-01-01T00:00:00Z", "0 0 * * *").build();

    private static Sample<Asset> asset(String key) {
        return Sample.asset(key)
                .with("codeHash", "hash of " + key)
                .with("ioManagerKey", "io_manager")
                .with("requiredResources", List.of("io_manager"));
    }

    @SafeVarargs
    private static Definitions assets(Sample<Asset>... assets) {
        List<Asset> built = new ArrayList<>();
        for (Sample<Asset> asset : assets) {
            built.add(asset.build());
        }
        return definitions(built, List.of(), List.of(), List.of());
    }

    private static Definitions assets(Stream<Sample<Asset>> assets) {
        return definitions(assets.map(Sample::build).toList(), List.of(), List.of(), List.of());
    }

    private static Definitions definitions(
            List<Asset> assets, List<AssetCheck> checks, List<Schedule> schedules, List<Resource> resources) {
        return new Definitions(List.of("shop"), assets, checks, List.of(), schedules, List.of(), resources, List.of());
    }

    private static List<DefinitionChange> changes(Definitions before, Definitions after) {
        return DefinitionsDiff.between("1.0", before, after).changes();
    }

    private static DefinitionChange change(Definitions before, Definitions after) {
        List<DefinitionChange> changes = changes(before, after);
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    @Test
    void theSameDefinitionsHaveNotChanged() {
        Definitions definitions = assets(asset("orders"), asset("report").with("deps", List.of("orders")));
        assertThat(DefinitionsDiff.between("1.0", definitions, definitions))
                .isEqualTo(new DefinitionsDiff("1.0", 0, List.of()));
    }

    private static Partitions described(String words, String type, Dimension... dimensions) {
        return Sample.partitions(type)
                .with("description", words)
                .with("dimensions", List.of(dimensions))
                .build();
    }

    @Test
    void otherWordsForTheSamePartitionsAreNoChange() {
        Partitions before = described("Multi", "multi", new Dimension("a", described("Dynamic", "dynamic")));
        Partitions after = described("Several", "multi", new Dimension("a", described("At run time", "dynamic")));
        assertThat(changes(
                        assets(asset("orders").with("partitions", before)),
                        assets(asset("orders").with("partitions", after))))
                .isEmpty();
        // Of a kind that the plugin does not know nothing else tells.
        assertThat(change(
                                assets(asset("orders").with("partitions", described("Odd", "other"))),
                                assets(asset("orders").with("partitions", described("Even", "other"))))
                        .isBreaking())
                .isTrue();
    }

    /** What differs of an asset; whether that breaks others, and whether the asset counts as modified. */
    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of("description", null, "All of them", false, false),
                Arguments.of("group", "default", "sales", false, false),
                Arguments.of("owners", List.of(), List.of("team:a"), false, false),
                Arguments.of("kinds", List.of("csv"), List.of("table"), false, false),
                Arguments.of("tags", Map.of("tier", "1"), Map.of("tier", "2"), false, false),
                Arguments.of("jobs", List.of("daily"), List.of(), false, false),
                Arguments.of("backfillPolicy", null, "single run", false, false),
                Arguments.of("automationCondition", null, "eager", false, false),
                Arguments.of("automationCondition", "eager", "missing", false, false),
                Arguments.of("automationCondition", "eager", null, true, false),
                Arguments.of("deps", List.of("a"), List.of("b"), false, true),
                Arguments.of("partitionMappings", Map.of(), Map.of("a", "Last"), false, true),
                Arguments.of("codeVersion", "1", "2", false, true),
                Arguments.of("codeHash", "one", "other", false, true),
                Arguments.of("metadata", Map.of("rows", 1L), Map.of("rows", 2L), false, true),
                Arguments.of("requiredResources", List.of(), List.of("db"), false, true),
                Arguments.of("type", null, "int", false, true),
                Arguments.of("type", "int", null, false, true),
                Arguments.of("type", "int", "str", true, true),
                Arguments.of("ioManagerKey", "lake", "warehouse", true, true),
                Arguments.of("materializable", true, false, true, true),
                Arguments.of("materializable", false, true, false, true),
                Arguments.of("partitions", DAILY, null, true, true));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("differences")
    void ofAnAssetADifferenceBreaksOthersOrNotAndModifiesItOrNot(
            String property, Object before, Object after, boolean breaking, boolean modified) {
        DefinitionChange change = change(
                assets(asset("orders").with(property, before)),
                assets(asset("orders").with(property, after)));

        assertThat(change.kind()).isEqualTo(Kind.CHANGED);
        assertThat(change.differences()).hasSize(1);
        assertThat(change.isBreaking()).isEqualTo(breaking);
        assertThat(change.isModified()).isEqualTo(modified);
    }

    @Test
    void ofAListWhatIsNewAndWhatIsGoneIsTold() {
        Difference difference = change(
                        assets(asset("report").with("deps", List.of("a", "b"))),
                        assets(asset("report").with("deps", List.of("b", "c"))))
                .differences()
                .get(0);

        assertThat(difference.property()).isEqualTo("depends on");
        assertThat(difference.added()).containsExactly("c");
        assertThat(difference.removed()).containsExactly("a");
    }

    @Test
    void codeThatABaselineDoesNotTellIsNoChange() {
        assertThat(changes(assets(asset("orders").with("codeHash", null)), assets(asset("orders"))))
                .isEmpty();
    }

    @Test
    void whatBreaksOthersComesFirst() {
        assertThat(changes(
                        assets(asset("b"), asset("z").with("group", "x")),
                        assets(asset("a").with("codeHash", "new"), asset("z").with("group", "y"))))
                .extracting(change -> change.kind() + " " + change.name())
                .containsExactly("REMOVED b", "ADDED a", "CHANGED z");
    }

    @Test
    void anExternalAssetThatIsGoneBreaksNothing() {
        DefinitionChange change = change(assets(asset("source").with("materializable", false)), assets());
        assertThat(change.kind()).isEqualTo(Kind.REMOVED);
        assertThat(change.isBreaking()).isFalse();
    }

    @Test
    void theSameCodeUnderAnotherNameIsARenaming() {
        DefinitionChange change = change(
                assets(asset("orders")),
                assets(asset("something_else")
                        .with("codeHash", "hash of orders")
                        .with("group", "sales")));

        assertThat(change.kind()).isEqualTo(Kind.RENAMED);
        assertThat(change.formerName()).isEqualTo("orders");
        assertThat(change.differences()).extracting(Difference::property).containsExactly("group");
        assertThat(change.reasons()).containsExactly("what knows it as orders does not find it");
    }

    @Test
    void aSimilarNameIsARenamingWhenAllElseIsTheSame() {
        assertThat(change(assets(asset("raw_orders")), assets(asset("raw_order")))
                        .kind())
                .isEqualTo(Kind.RENAMED);
        assertThat(changes(
                        assets(asset("raw_orders")), assets(asset("raw_order").with("deps", List.of("a")))))
                .extracting(DefinitionChange::kind)
                .containsExactly(Kind.REMOVED, Kind.ADDED);
    }

    @Test
    void whatAFactoryMadeIsPairedByItsNameAlone() {
        List<DefinitionChange> changes = changes(
                assets(
                        asset("orders_de").with("codeHash", "made"),
                        asset("customers_de").with("codeHash", "made"),
                        asset("gone").with("codeHash", "made").with("group", "x")),
                assets(
                        asset("customer_de").with("codeHash", "made"),
                        asset("order_de").with("codeHash", "made")));

        assertThat(changes)
                .extracting(change -> change.kind() + " " + change.formerName() + " " + change.name())
                .containsExactlyInAnyOrder(
                        "REMOVED null gone", "RENAMED customers_de customer_de", "RENAMED orders_de order_de");
    }

    @Test
    void whatMovesToAnotherCodeLocationIsTheSameAsset() {
        DefinitionChange change =
                change(assets(asset("orders")), assets(asset("orders").with("location", "sales")));

        assertThat(change.kind()).isEqualTo(Kind.CHANGED);
        assertThat(change.differences()).extracting(Difference::property).containsExactly("code location");
        assertThat(change.isBreaking()).isFalse();
    }

    @Test
    void aRenamedAssetIsKnownByCodeThatACheckSharesWithIt() {
        AssetCheck check =
                Sample.check("orders", "holds").with("codeHash", "same").build();
        AssetCheck moved =
                Sample.check("total", "fits").with("codeHash", "same").build();
        Definitions before = definitions(
                List.of(asset("orders").with("codeHash", "same").build()), List.of(check), List.of(), List.of());
        Definitions after = definitions(
                List.of(asset("total").with("codeHash", "same").build()), List.of(moved), List.of(), List.of());
        assertThat(changes(before, after))
                .extracting(DefinitionChange::kind)
                .containsExactly(Kind.RENAMED, Kind.RENAMED);
    }

    @Test
    void thousandsOfRenamedAssetsAreComparedByTheirCode() {
        Definitions before = assets(
                IntStream.range(0, 2000).mapToObj(number -> asset("a" + number).with("codeHash", "code " + number)));
        Definitions after = assets(
                IntStream.range(0, 2000).mapToObj(number -> asset("b" + number).with("codeHash", "code " + number)));

        assertThat(DefinitionsDiff.between("1.0", before, after).of(Kind.RENAMED))
                .hasSize(2000);
    }

    private static Schedule schedule(String cron, String job, List<String> assets, boolean running) {
        return Sample.of(Schedule.class)
                .with("name", "daily")
                .with("cron", List.of(cron))
                .with("job", job)
                .with("assets", assets)
                .with("running", running)
                .build();
    }

    private static Definitions schedules(Schedule... schedules) {
        return definitions(List.of(), List.of(), List.of(schedules), List.of());
    }

    @Test
    void aScheduleBreaksOthersWhenItLaunchesLess() {
        Schedule before = schedule("@daily", "sales", List.of("a", "b"), true);

        assertThat(change(schedules(before), schedules(schedule("@hourly", "sales", List.of("a", "b"), true)))
                        .isBreaking())
                .isFalse();
        assertThat(change(schedules(before), schedules(schedule("@daily", "sales", List.of("b"), true)))
                        .reasons())
                .containsExactly("it does not launch a any more");
        assertThat(change(schedules(before), schedules(schedule("@daily", "other", List.of("a", "b"), true)))
                        .reasons())
                .containsExactly("it does not launch the job sales any more");
        assertThat(change(schedules(before), schedules(schedule("@daily", "sales", List.of("a", "b"), false)))
                        .reasons())
                .containsExactly("it is stopped by default");
        assertThat(change(schedules(before), schedules()).reasons())
                .containsExactly("what it launched is not launched on time any more");
    }

    @Test
    void jobsAndSensorsThatAreGoneBreakWhatLaunchesOrAwaitsThemAndHiddenJobsAreNotTold() {
        Job job = Sample.job("etl")
                .with("ops", List.of("load"))
                .with("codeHash", "hash")
                .build();
        Job hidden = Sample.job("__anonymous").with("assets", List.of("a")).build();
        Sensor sensor = Sample.of(Sensor.class)
                .with("name", "files")
                .with("jobs", List.of("etl"))
                .build();
        Definitions before = new Definitions(
                List.of("shop"),
                List.of(),
                List.of(),
                List.of(job, hidden),
                List.of(),
                List.of(sensor),
                List.of(),
                List.of());
        Definitions after = definitions(List.of(), List.of(), List.of(), List.of());

        assertThat(changes(before, after))
                .extracting(change -> change.subject() + " " + change.name() + ": " + change.breaks())
                .containsExactly(
                        "job etl: what launches it by its name fails",
                        "sensor files: what it launched is not launched any more");
    }

    @Test
    void modifiedAreAssetsThatMayBecomeOtherDataAndThoseOfWhichAResourceOrACheckHasChanged() {
        List<Asset> same = Stream.of(
                        asset("same"),
                        asset("told").with("group", "x"),
                        asset("changed"),
                        asset("checked"),
                        asset("resourced").with("requiredResources", List.of("db")))
                .map(Sample::build)
                .toList();
        AssetCheck check =
                Sample.check("checked", "holds").with("codeHash", "hash").build();
        AssetCheck otherCheck =
                Sample.check("checked", "holds").with("codeHash", "other").build();
        List<Asset> after = new ArrayList<>(List.of(
                asset("same").build(),
                asset("told").with("group", "y").build(),
                asset("changed").with("codeHash", "other").build(),
                asset("checked").build(),
                asset("resourced").with("requiredResources", List.of("db")).build(),
                asset("added").build()));

        ModifiedAssets modified = ModifiedAssets.between(
                definitions(
                        same,
                        List.of(check),
                        List.of(),
                        List.of(Sample.resource("db", "Db")
                                .with("codeHash", "one")
                                .build())),
                definitions(
                        after,
                        List.of(otherCheck),
                        List.of(),
                        List.of(Sample.resource("db", "Db")
                                .with("codeHash", "other")
                                .build())));

        assertThat(modified.modified()).containsExactly("added", "changed", "checked", "resourced");
        assertThat(modified.added()).containsExactly("added");
    }

    @Test
    void aCodeLocationAndRepositoryCanBeLookedAtAlone() {
        Definitions both = assets(asset("a"), asset("b").with("location", "sales"));
        Consumer<Definitions> onlySales =
                narrowed -> assertThat(narrowed.assets()).extracting(Asset::key).containsExactly("b");

        onlySales.accept(both.narrowedTo("sales", null));
        assertThat(both.narrowedTo("shop", "other").assets()).isEmpty();
        assertThat(both.narrowedTo(null, "__repository__")).isEqualTo(both);
    }
}
