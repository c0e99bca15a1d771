package io.github.dagstermaven.mojo;

import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What a goal is given by the POM and the command line. */
final class GoalParameters {
    private final MojoExecution execution;
    private final ExpressionEvaluator evaluator;

    GoalParameters(MojoExecution execution, ExpressionEvaluator evaluator) {
        this.execution = execution;
        this.evaluator = evaluator;
    }

    /** The whole value of each parameter that people can set, by its name, in a form to compare. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        Xpp3Dom configuration = execution.getConfiguration();
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Xpp3Dom given = configuration == null ? null : configuration.getChild(parameter.getName());
            if (parameter.isEditable() && given != null) {
                StringBuilder text = new StringBuilder();
                append(given, text);
                values.put(parameter.getName(), text.toString());
            }
        }
        return values;
    }

    private void append(Xpp3Dom element, StringBuilder text) {
        String value = element.getValue() == null ? element.getAttribute("default-value") : element.getValue();
        text.append('<').append(element.getName()).append('>').append(evaluated(value));
        for (Xpp3Dom child : element.getChildren()) {
            append(child, text);
        }
    }

    private String evaluated(String value) {
        try {
            return value == null ? "" : String.valueOf(evaluator.evaluate(value));
        } catch (ExpressionEvaluationException e) {
            // The goal has read it before.
            return value;
        }
    }
}
