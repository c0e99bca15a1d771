package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.dagstermaven.dagster.CheckSeverityThreshold;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DefinitionsDiff;
import io.github.dagstermaven.dagster.Gate;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent.AssetSkipped;
import io.github.dagstermaven.dagster.RunEvent.CheckSkipped;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunRecorder;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SourceLocation;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas and what is written cannot drift apart. */
class JsonSchemaTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aSchemaIsWhatItSaysThatItIs(JsonSchema schema) {
        JsonObject root = root(schema);

        assertThat(root.get("$id").getAsString()).isEqualTo(schema.id());
        assertThat(root.get("$schema").getAsString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(property(root, "$schema").get("const").getAsString()).isEqualTo(schema.id());
        assertThat(property(root, "schemaVersion").get("const").getAsInt()).isEqualTo(schema.version());
    }

    @Test
    void theSchemaOfResultsHasExactlyWhatTheRecordsHave() {
        new Comparison(root(JsonSchema.RUN_RESULTS)).compare(RunResults.class, Set.of("$schema", "schemaVersion"));
    }

    @Test
    void theSchemaOfTheManifestHasExactlyWhatTheRecordsHave() {
        new Comparison(root(JsonSchema.MANIFEST))
                .compare(Definitions.class, Set.of("$schema", "schemaVersion", "pluginVersion", "dagsterVersion"));
    }

    @Test
    void theSchemaOfTheDiffHasExactlyWhatTheRecordsHave() {
        new Comparison(root(JsonSchema.DEFINITIONS_DIFF))
                .compare(DefinitionsDiff.class, Set.of("$schema", "schemaVersion"));
    }

    @TestFactory
    Stream<DynamicTest> whateverHappensTheResultsAreValid() {
        Map<String, Consumer<RunListener>> stories = new LinkedHashMap<>();
        stories.put("everything ends well", Stories::everythingEndsWell);
        stories.put("some is flaky", Stories::someIsFlaky);
        stories.put("much fails", Stories::muchFails);
        stories.put("a process dies", Stories::aProcessDies);
        stories.put("a run is cancelled", Stories::aRunIsCancelled);
        stories.put("a blocking check fails", Stories::aBlockingCheckFails);
        stories.put("an op job fails", Stories::anOpJobFails);
        stories.put("a chain of errors", Stories::aChainOfErrors);
        stories.put("a long message", Stories::aMessageOfAMillionCharacters);
        stories.put("metadata of every kind", JsonSchemaTest::metadataOfEveryKind);
        return stories.entrySet().stream()
                .map(story -> DynamicTest.dynamicTest(story.getKey(), () -> assertValid(results(story.getValue()))));
    }

    @Test
    void whatEndsOrSkipsAGoalIsValid() {
        Problem problem = new Problem(
                "syntax_error",
                "invalid syntax",
                "job",
                "dialy",
                "job",
                List.of("daily"),
                new SourceLocation("/home/ada/shop/jobs.py", 3, "def job(:"),
                "shop",
                "Look again");
        assertValid(RunResults.ofErrors("build-1", "definitions", new PipelineException(problem)));
        assertValid(RunResults.ofSkippedGoal("build-1", "asset-materialize", "nothing has changed"));
    }

    @Test
    void aFieldThatTheSchemaDoesNotKnowIsRefused() throws IOException {
        Path file = written(results(Stories::anOpJobFails));
        Files.writeString(file, Files.readString(file).replace("\"attempt\":", "\"attempts\":"));

        assertThatThrownBy(() -> ReportFiles.assertValid(file, JsonSchema.RUN_RESULTS))
                .hasMessageContaining("attempts")
                .hasMessageContaining("required property 'attempt' not found");
    }

    @Test
    void theOrderInWhichRunsAtTheSameTimeEndIsNotSeen() throws IOException {
        String oneWay = Files.readString(written(results(listener -> twoRuns(listener, true))));
        String otherWay = Files.readString(written(results(listener -> twoRuns(listener, false))));

        assertThat(otherWay).isEqualTo(oneWay);
    }

    private static void twoRuns(RunListener listener, boolean firstEndsFirst) {
        RunScript first = new RunScript(listener, "run-1", "daily_job", "2024-01-01")
                .asset("a")
                .asset("b");
        RunScript second = new RunScript(listener, "run-2", "daily_job", "2024-01-02")
                .asset("a")
                .asset("b");
        listener.on(new Planned(
                RunScript.LOCATION,
                List.of(
                        first.plan(),
                        second.plan(),
                        new RunScript(listener, "run-3", "report", "2024-01-01")
                                .asset("c")
                                .plan(),
                        new RunScript(listener, "run-4", "report", "2024-01-02")
                                .asset("c")
                                .plan(),
                        checks(listener, "run-5", "2024-01-01").plan(),
                        checks(listener, "run-6", "2024-01-02").plan()),
                List.of()));
        List<RunScript> order = firstEndsFirst ? List.of(first, second) : List.of(second, first);
        order.forEach(RunScript::start);
        order.forEach(
                run -> run.begin("a").fail("a", 1, RunScript.valueError("no")).end("FAILURE"));
        order.forEach(run ->
                listener.on(new CheckSkipped("d", "fresh", run == first ? "2024-01-01" : "2024-01-02", "a failed")));
        order.forEach(run -> listener.on(
                new AssetSkipped("c", run == first ? "2024-01-01" : "2024-01-02", "its upstream asset a failed")));
    }

    private static RunScript checks(RunListener listener, String id, String partition) {
        return new RunScript(listener, id, RunScript.ASSET_JOB, partition)
                .step("fresh", List.of(), List.of(RunScript.check("d", "fresh")));
    }

    @Test
    void theOrderInWhichStepsAtTheSameTimeRunIsNotSeen() throws IOException {
        String oneWay = Files.readString(written(results(listener -> mappedSteps(listener, List.of("x", "y")))));
        String otherWay = Files.readString(written(results(listener -> mappedSteps(listener, List.of("y", "x")))));

        assertThat(otherWay).isEqualTo(oneWay);
        assertThat(oneWay).contains("\"text\": \"in x\"");
    }

    private static void mappedSteps(RunListener listener, List<String> order) {
        RunScript run = new RunScript(listener, "run-1", "etl", null)
                .step("find", List.of(), List.of())
                .step("load[?]", List.of(), List.of())
                .planAndStart()
                .begin("find")
                .succeed("find", 1);
        order.forEach(
                key -> run.begin("load[" + key + "]").tell(new Output("run-1", "load[" + key + "]", "in " + key)));
        order.forEach(key -> run.succeed("load[" + key + "]", 1));
        run.end("SUCCESS");
    }

    private static void metadataOfEveryKind(RunListener listener) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("none", null);
        metadata.put("number", 1.5);
        metadata.put("not a number", Double.NaN);
        metadata.put("parts", Map.of("list", Arrays.asList(1L, "two", true, null)));
        RunScript.adHoc(listener)
                .asset("a")
                .planAndStart()
                .begin("a")
                .made("a", metadata)
                .succeed("a", 1)
                .end("SUCCESS");
    }

    private static RunResults results(Consumer<RunListener> story) {
        RunRecorder recorder = new RunRecorder();
        story.accept(recorder);
        return new Gate(CheckSeverityThreshold.ERROR).judged(recorder.results("build-1", "1.13.27"));
    }

    private void assertValid(RunResults results) {
        ReportFiles.assertValid(written(results), JsonSchema.RUN_RESULTS);
    }

    private Path written(RunResults results) {
        Path file = directory.resolve("run-results.json");
        new ResultsFile(file, Path.of("/home/ada/shop"), Secrets.none()).write(results);
        return file;
    }

    private static JsonObject root(JsonSchema schema) {
        return JsonParser.parseString(ReportFiles.text(schema)).getAsJsonObject();
    }

    private static JsonObject property(JsonObject object, String name) {
        return object.getAsJsonObject("properties").getAsJsonObject(name);
    }

    /** Holds the types of a schema to records, and the records to the schema. */
    private static final class Comparison {
        private final JsonObject root;
        private final JsonObject definitions;
        private final Set<String> compared = new HashSet<>();

        Comparison(JsonObject root) {
            this.root = root;
            this.definitions = root.getAsJsonObject("$defs");
        }

        void compare(Class<? extends Record> type, Set<String> header) {
            compare(type, root, header);
            assertThat(compared).as("definitions that something refers to").isEqualTo(definitions.keySet());
        }

        private void compare(Class<?> type, JsonObject object, Set<String> header) {
            Set<String> names = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toSet());
            Set<String> properties =
                    new HashSet<>(object.getAsJsonObject("properties").keySet());
            assertThat(properties).as(type.getSimpleName()).containsAll(header);
            properties.removeAll(header);
            assertThat(properties).as(type.getSimpleName()).isEqualTo(names);
            assertThat(object.get("additionalProperties").getAsBoolean()).isFalse();
            assertThat(object.has("description")).as(type.getSimpleName()).isTrue();
            Set<String> required = texts(object.getAsJsonArray("required"));
            assertThat(object.getAsJsonObject("properties").keySet()).containsAll(required);
            for (RecordComponent component : type.getRecordComponents()) {
                JsonObject property = property(object, component.getName());
                String place = type.getSimpleName() + "." + component.getName();
                compare(component.getGenericType(), property, place);
                assertThat(property.has("description") || property.has("$ref"))
                        .as(place)
                        .isTrue();
                if (isNeverNull(component.getType())) {
                    assertThat(required).as(type.getSimpleName()).contains(component.getName());
                }
            }
        }

        private void compare(Type type, JsonObject property, String place) {
            if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
                assertThat(text(property, "type")).as(place).isEqualTo("array");
                compare(list.getActualTypeArguments()[0], property.getAsJsonObject("items"), place);
            } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
                assertThat(text(property, "type")).as(place).isEqualTo("object");
                JsonElement values = property.get("additionalProperties");
                if (map.getActualTypeArguments()[1] == Object.class) {
                    assertThat(values.getAsBoolean()).as(place).isTrue();
                } else {
                    compare(map.getActualTypeArguments()[1], values.getAsJsonObject(), place);
                }
            } else if (type instanceof Class<?> one && one.isRecord()) {
                compareDefinition(one, property, place);
            } else if (type instanceof Class<?> one && one.isEnum()) {
                compareDefinition(one, property, place);
            } else if (property.has("enum")) {
                assertThat(type).as(place).isEqualTo(String.class);
            } else {
                assertThat(text(property, "type")).as(place).isEqualTo(simple(type));
                assertThat(property.has("format")).as(place).isEqualTo(type == Instant.class);
            }
        }

        private void compareDefinition(Class<?> type, JsonObject property, String place) {
            String name = type.getSimpleName();
            assertThat(text(property, "$ref")).as(place).isEqualTo("#/$defs/" + name);
            if (!compared.add(name)) {
                return;
            }
            JsonObject definition = definitions.getAsJsonObject(name);
            assertThat(definition).as(name).isNotNull();
            if (type.isRecord()) {
                compare(type, definition, Set.of());
            } else {
                assertThat(texts(definition.getAsJsonArray("enum")))
                        .as(name)
                        .isEqualTo(Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.toSet()));
            }
        }

        private static String simple(Type type) {
            if (type == String.class || type == Instant.class) {
                return "string";
            }
            return Map.<Type, String>of(
                            int.class,
                            "integer",
                            Integer.class,
                            "integer",
                            double.class,
                            "number",
                            boolean.class,
                            "boolean")
                    .getOrDefault(type, String.valueOf(type));
        }

        private static boolean isNeverNull(Class<?> type) {
            return type.isPrimitive() || type == List.class || type == Map.class || type.isEnum();
        }

        private static String text(JsonObject property, String name) {
            return property.has(name) ? property.get(name).getAsString() : "no " + name;
        }

        private static Set<String> texts(JsonArray array) {
            Set<String> texts = new HashSet<>();
            array.forEach(element -> texts.add(element.getAsString()));
            return texts;
        }
    }
}
