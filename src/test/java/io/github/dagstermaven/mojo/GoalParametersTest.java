package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Map;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;

/** What {@code skipUnchanged} knows of a goal's parameters. */
class GoalParametersTest {
    @Test
    void otherLevelsOfLintAreAnotherParameter() throws Exception {
        Xpp3Dom rule = new Xpp3Dom("missing-owner");
        rule.setValue("warn");
        Xpp3Dom lint = new Xpp3Dom("lint");
        lint.addChild(rule);
        Map<String, String> before = values(lint, "");

        rule.setValue("error");
        assertThat(values(lint, "")).containsOnlyKeys("lint").isNotEqualTo(before);
    }

    @Test
    void levelsOfTheCommandLineCountToo() throws Exception {
        Xpp3Dom lint = new Xpp3Dom("lint");
        lint.setValue("${dagster.lint}");

        assertThat(values(lint, "{\"missing-owner\": \"warn\"}"))
                .isNotEqualTo(values(lint, "{\"missing-owner\": \"error\"}"));
    }

    private static Map<String, String> values(Xpp3Dom lint, String property) throws Exception {
        Parameter parameter = new Parameter();
        parameter.setName("lint");
        parameter.setEditable(true);
        MojoDescriptor descriptor = new MojoDescriptor();
        descriptor.addParameter(parameter);
        MojoExecution execution = new MojoExecution(descriptor);
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        configuration.addChild(lint);
        execution.setConfiguration(configuration);
        return new GoalParameters(execution, propertyIs(property)).values();
    }

    private static ExpressionEvaluator propertyIs(String value) {
        return new ExpressionEvaluator() {
            @Override
            public Object evaluate(String expression) {
                return expression.equals("${dagster.lint}") ? value : expression;
            }

            @Override
            public File alignToBaseDirectory(File file) {
                return file;
            }
        };
    }
}
