package io.github.dagstermaven.mojo;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Whether the definitions may be loaded in the background while Maven compiles and tests: only when a later goal of this
 * module is going to use them with exactly the same parameters, and is not skipped. So user code never runs in a mere
 * {@code mvn compile} or in the import of an IDE.
 */
final class EarlyStart {
    private static final List<String> SKIPPING = List.of("skip", "skipITs", "skipTests", "skipMaterialize");

    private final BuildPlan plan;
    private final MavenSession session;
    private final MojoExecution current;

    EarlyStart(BuildPlan plan, MavenSession session, MojoExecution current) {
        this.plan = plan;
        this.session = session;
        this.current = current;
    }

    /** Whether a goal after the current one uses the definitions that the current one would load. */
    boolean isWorthwhile() {
        List<MojoExecution> executions = plan.executionsBeside(current);
        Optional<MojoExecution> self =
                executions.stream().filter(this::isCurrent).findFirst();
        return self.isPresent()
                && executions.stream()
                        .dropWhile(execution -> !isCurrent(execution))
                        .skip(1)
                        .anyMatch(later ->
                                usesDefinitions(later) && isConfiguredAlike(self.get(), later) && !isSkipped(later));
    }

    private boolean isCurrent(MojoExecution execution) {
        return execution.getGoal().equals(current.getGoal())
                && execution.getExecutionId().equals(current.getExecutionId());
    }

    private boolean usesDefinitions(MojoExecution execution) {
        MojoDescriptor descriptor = descriptor(execution);
        if (descriptor == null) {
            return false;
        }
        try {
            Class<?> goal = Class.forName(descriptor.getImplementation(), false, EarlyStart.class.getClassLoader());
            return UsesDefinitions.class.isAssignableFrom(goal);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether all parameters that both goals have are given the same way. What is not given has one default for all goals. */
    private boolean isConfiguredAlike(MojoExecution self, MojoExecution later) {
        return current.getMojoDescriptor().getParameters().stream()
                .map(Parameter::getName)
                .allMatch(name -> Objects.equals(given(self, name), given(later, name)));
    }

    private boolean isSkipped(MojoExecution execution) {
        return descriptor(execution).getParameters().stream()
                .filter(parameter -> SKIPPING.contains(parameter.getName()))
                .flatMap(parameter -> Stream.ofNullable(skipValue(execution, parameter)))
                .anyMatch(value -> Boolean.parseBoolean(evaluated(value)));
    }

    private static String skipValue(MojoExecution execution, Parameter parameter) {
        Xpp3Dom given = given(execution, parameter.getName());
        return given != null ? given.getValue() : parameter.getExpression();
    }

    private String evaluated(String value) {
        try {
            return String.valueOf(new PluginParameterExpressionEvaluator(session, current).evaluate(value));
        } catch (ExpressionEvaluationException e) {
            // The goal itself is going to say so.
            return "true";
        }
    }

    private MojoDescriptor descriptor(MojoExecution execution) {
        return current.getMojoDescriptor().getPluginDescriptor().getMojo(execution.getGoal());
    }

    private static Xpp3Dom given(MojoExecution execution, String parameter) {
        // A plan that is only looked at has no configuration in its executions: it is still in the POM.
        PluginExecution declared = execution.getPlugin().getExecutionsAsMap().get(execution.getExecutionId());
        ConfigurationContainer holder = declared == null ? execution.getPlugin() : declared;
        return holder.getConfiguration() instanceof Xpp3Dom configuration ? configuration.getChild(parameter) : null;
    }
}
