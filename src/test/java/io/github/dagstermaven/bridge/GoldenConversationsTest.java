package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.dagstermaven.dagster.AssetList;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.ExecuteJobRequest;
import io.github.dagstermaven.dagster.JobList;
import io.github.dagstermaven.dagster.ListAssetsRequest;
import io.github.dagstermaven.dagster.ListJobsRequest;
import io.github.dagstermaven.dagster.MaterializeRequest;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunSummary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides read the same conversations: here, every message must survive being read into our records and written again. */
class GoldenConversationsTest {
    private static final Set<String> NUMBERS = Set.of("pid", "line", "time", "seconds");

    private record Shape(Class<?> parameters, Class<?> result) {}

    private static final Map<String, Shape> OPERATIONS = Map.of(
            Operations.OPEN,
            new Shape(Operations.Open.class, Operations.Opened.class),
            Operations.CHANGED,
            new Shape(Operations.NoParameters.class, Operations.Changed.class),
            Operations.PLAN,
            new Shape(Operations.Plan.class, Operations.Planned.class),
            Operations.FAIL,
            new Shape(Operations.Fail.class, RunSummary.class),
            "assets.list",
            new Shape(ListAssetsRequest.class, AssetList.class),
            "jobs.list",
            new Shape(ListJobsRequest.class, JobList.class),
            "definitions.describe",
            new Shape(DescribeRequest.class, Definitions.class),
            "assets.materialize",
            new Shape(MaterializeRequest.class, RunSummary.class),
            "jobs.execute",
            new Shape(ExecuteJobRequest.class, RunSummary.class));

    static Stream<Path> conversations() throws IOException, URISyntaxException {
        Path folder =
                Path.of(GoldenConversationsTest.class.getResource("/protocol").toURI());
        return Files.list(folder).sorted();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everyMessageSurvivesReadingAndWriting(Path conversation) throws IOException {
        Map<Long, Shape> asked = new HashMap<>();
        for (String line : Files.readAllLines(conversation)) {
            JsonObject turn = ProtocolJson.object(line);
            if (turn.has("send")) {
                sent(turn.getAsJsonObject("send"), asked);
            } else {
                received(turn.getAsJsonObject("receive"), asked);
            }
        }
    }

    private static void sent(JsonObject message, Map<Long, Shape> asked) {
        Shape shape = message.has("operation")
                ? OPERATIONS.get(message.get("operation").getAsString())
                : null;
        if (shape != null) {
            asked.put(message.get("id").getAsLong(), shape);
            assertSurvives(message.get("parameters"), shape.parameters());
        }
    }

    private static void received(JsonObject message, Map<Long, Shape> asked) {
        JsonElement concrete = withoutWildcards(message, "");
        Incoming incoming = Incoming.parse(concrete.toString());
        if (incoming instanceof Incoming.Hello hello) {
            assertThat(hello.protocol()).isEqualTo(Conversation.PROTOCOL_VERSION);
        } else if (incoming instanceof Incoming.Event event) {
            assertSameContent(concrete.getAsJsonObject().get("data"), ProtocolJson.tree(event.event()));
            assertThat(event.event()).isInstanceOf(RunEvent.class);
        } else if (incoming instanceof Incoming.Result result) {
            assertSurvives(result.result(), asked.get(result.id()).result());
        } else if (incoming instanceof Incoming.Refusal refusal) {
            assertSameContent(concrete.getAsJsonObject().get("error"), ProtocolJson.tree(refusal.error()));
        } else {
            assertThat(incoming).as(message.toString()).isNull();
        }
    }

    private static void assertSurvives(JsonElement json, Class<?> type) {
        assertSameContent(json, ProtocolJson.tree(ProtocolJson.read(json, type)));
    }

    private static void assertSameContent(JsonElement expected, JsonElement actual) {
        assertThat(withoutAbsent(actual)).isEqualTo(withoutAbsent(expected));
    }

    private static JsonElement withoutWildcards(JsonElement json, String name) {
        if (json instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.entrySet()
                    .forEach(field -> copy.add(field.getKey(), withoutWildcards(field.getValue(), field.getKey())));
            return copy;
        }
        if (json instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(item -> copy.add(withoutWildcards(item, name)));
            return copy;
        }
        return json.equals(new JsonPrimitive("*")) && NUMBERS.contains(name) ? new JsonPrimitive(1) : json;
    }

    /** Absent, null and empty mean the same, and 1 is 1.0. */
    private static JsonElement withoutAbsent(JsonElement json) {
        if (json instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.entrySet().forEach(field -> {
                JsonElement value = withoutAbsent(field.getValue());
                if (!List.of(JsonNull.INSTANCE, new JsonArray(), new JsonObject())
                        .contains(value)) {
                    copy.add(field.getKey(), value);
                }
            });
            return copy;
        }
        if (json instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(item -> copy.add(withoutAbsent(item)));
            return copy;
        }
        return json instanceof JsonPrimitive primitive && primitive.isNumber()
                ? new JsonPrimitive(primitive.getAsDouble())
                : json;
    }
}
