package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent;
import java.util.List;

/** What comes from Python. */
sealed interface Incoming {

    /** The first message, before any request. */
    record Hello(int protocol, String python, long pid) implements Incoming {}

    /** A run event of the request with this id. */
    record Event(long id, RunEvent event) implements Incoming {}

    /** The good end of a request. */
    record Result(long id, JsonElement result) implements Incoming {}

    /** The bad end of a request. */
    record Refusal(long id, ErrorData error) implements Incoming {}

    /** What {@link Refusal} carries; {@code fault} is {@code user} or {@code platform}. */
    record ErrorData(String fault, List<Problem> problems, String trace) {}

    /** A line on standard error. */
    record Output(RunEvent.Output printed) implements Incoming {}

    /** A line on the protocol's channel that is no message of the protocol. */
    record Nonsense(String line, String reason) implements Incoming {}

    /** A line on the protocol's channel that is not even JSON. */
    record Text(String line, String reason) implements Incoming {}

    /** The protocol's channel has ended. */
    record EndOfStream() implements Incoming {}

    /** The message on a line. */
    static Incoming parse(String line) {
        JsonObject message;
        try {
            message = ProtocolJson.object(line);
        } catch (JsonParseException e) {
            return new Text(line, e.getMessage());
        }
        try {
            if (message.has("hello")) {
                return ProtocolJson.read(message.get("hello"), Hello.class);
            }
            if (!message.has("id")) {
                return new Nonsense(line, "it has no id");
            }
            long id = message.get("id").getAsLong();
            if (message.has("event")) {
                return new Event(id, ProtocolJson.event(message.get("event").getAsString(), message.get("data")));
            }
            if (message.has("result")) {
                return new Result(id, message.get("result"));
            }
            if (message.has("error")) {
                ErrorData error = ProtocolJson.read(message.get("error"), ErrorData.class);
                return error.problems().isEmpty()
                        ? new Nonsense(line, "an error without a problem")
                        : new Refusal(id, error);
            }
            return new Nonsense(line, "an unknown message");
        } catch (JsonParseException | UnsupportedOperationException | IllegalStateException | NumberFormatException e) {
            return new Nonsense(line, e.getMessage());
        }
    }
}
