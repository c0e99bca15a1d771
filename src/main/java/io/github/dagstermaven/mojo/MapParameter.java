package io.github.dagstermaven.mojo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * A map parameter: child elements in the POM ({@code <tags><team>data</team></tags>}) or a JSON object, in the POM or as
 * a property ({@code -Ddagster.tags='{"team": "data"}'}). Maven's own map converter does not know the second form, so
 * such a parameter is declared with the raw type {@link PlexusConfiguration}.
 */
final class MapParameter {
    private final PluginParameterExpressionEvaluator evaluator;

    MapParameter(PluginParameterExpressionEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The entries in their order; empty when the parameter is not set. */
    Map<String, String> read(String parameter, PlexusConfiguration configuration) {
        if (configuration == null) {
            return Map.of();
        }
        if (configuration.getChildCount() == 0) {
            return parse(parameter, evaluate(parameter, configuration.getValue(null)));
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (PlexusConfiguration child : configuration.getChildren()) {
            String value = evaluate(parameter, child.getValue(null));
            entries.put(child.getName(), value == null ? "" : value);
        }
        return entries;
    }

    /** The entries of a JSON object, each value as text; empty for null and blank. */
    static Map<String, String> parse(String parameter, String json) {
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        try {
            JsonObject object = JsonParser.parseString(json).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                JsonElement value = entry.getValue();
                // Dagster's tags are text; a nested value is kept as JSON, as the command line does.
                entries.put(entry.getKey(), value.isJsonPrimitive() ? value.getAsString() : value.toString());
            }
        } catch (JsonParseException | IllegalStateException e) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The value of '" + parameter + "' is not a JSON object",
                    "JSON object",
                    json,
                    parameter,
                    List.of(),
                    "Write it as {\"name\": \"value\"}, or as <" + parameter + "><name>value</name></" + parameter
                            + ">"));
        }
        return entries;
    }

    private String evaluate(String parameter, String expression) {
        try {
            Object value = expression == null ? null : evaluator.evaluate(expression);
            return value == null ? null : value.toString();
        } catch (ExpressionEvaluationException e) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The value of '" + parameter + "' cannot be evaluated: " + e.getMessage(),
                    "expression",
                    expression,
                    parameter,
                    List.of(),
                    null));
        }
    }
}
