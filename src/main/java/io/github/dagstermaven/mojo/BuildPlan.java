package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What Maven is going to do with the current module, as far as this plugin's goals go. */
final class BuildPlan {
    private static final List<String> SKIPPING =
            List.of("skip", "skipITs", "skipTests", "skipMaterialize", "skipUnchanged");

    private final LifecycleExecutor lifecycle;
    private final MavenSession session;

    BuildPlan(LifecycleExecutor lifecycle, MavenSession session) {
        this.lifecycle = lifecycle;
        this.session = session;
    }

    /**
     * The executions of the plugin that the current one belongs to, in order, not set up to be carried out.
     *
     * @throws PlatformException Maven cannot tell
     */
    List<MojoExecution> executionsBeside(MojoExecution current) {
        try {
            return lifecycle
                    .calculateExecutionPlan(session, false, session.getGoals().toArray(String[]::new))
                    .getMojoExecutions()
                    .stream()
                    .filter(execution -> execution.getArtifactId().equals(current.getArtifactId())
                            && execution.getGroupId().equals(current.getGroupId()))
                    .toList();
        } catch (Exception e) {
            // Maven declares ten checked exceptions here; none can be mended from a goal.
            throw new PlatformException(
                    Problem.of("build_plan", "Maven's build plan cannot be read: " + e.getMessage(), null), e);
        }
    }

    /** The executions of the plugin that come after the current one. */
    List<MojoExecution> executionsAfter(MojoExecution current) {
        return executionsBeside(current).stream()
                .dropWhile(execution -> !isSame(execution, current))
                .skip(1)
                .toList();
    }

    /** Whether two executions are the same one; a plan that is only looked at has objects of its own. */
    static boolean isSame(MojoExecution one, MojoExecution other) {
        return one.getGoal().equals(other.getGoal()) && one.getExecutionId().equals(other.getExecutionId());
    }

    /** Whether one of the parameters that skip it, or may do so, is set for an execution of the same plugin. */
    boolean isSkipped(MojoExecution execution, MojoExecution current) {
        return descriptor(execution, current).getParameters().stream()
                .filter(parameter -> SKIPPING.contains(parameter.getName()))
                .flatMap(parameter -> Stream.ofNullable(skipValue(execution, parameter)))
                .anyMatch(value -> Boolean.parseBoolean(evaluated(value, current)));
    }

    /** What is given for a parameter in the POM; null when nothing is. */
    static Xpp3Dom given(MojoExecution execution, String parameter) {
        // A plan that is only looked at has no configuration in its executions: it is still in the POM.
        PluginExecution declared = execution.getPlugin().getExecutionsAsMap().get(execution.getExecutionId());
        ConfigurationContainer holder = declared == null ? execution.getPlugin() : declared;
        return holder.getConfiguration() instanceof Xpp3Dom configuration ? configuration.getChild(parameter) : null;
    }

    /** The descriptor of an execution of the same plugin; null when that has no such goal. */
    static MojoDescriptor descriptor(MojoExecution execution, MojoExecution current) {
        return current.getMojoDescriptor().getPluginDescriptor().getMojo(execution.getGoal());
    }

    private static String skipValue(MojoExecution execution, Parameter parameter) {
        Xpp3Dom given = given(execution, parameter.getName());
        return given != null ? given.getValue() : parameter.getExpression();
    }

    private String evaluated(String value, MojoExecution current) {
        try {
            return String.valueOf(new PluginParameterExpressionEvaluator(session, current).evaluate(value));
        } catch (ExpressionEvaluationException e) {
            // The goal itself is going to say so.
            return "true";
        }
    }
}
