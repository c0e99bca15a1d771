package io.github.dagstermaven.mojo;

import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/**
 * Whether the definitions may be loaded in the background while Maven compiles and tests: only when a later goal of this
 * module is going to use them with exactly the same parameters, and is not skipped. So user code never runs in a mere
 * {@code mvn compile} or in the import of an IDE.
 */
final class EarlyStart {
    private final BuildPlan plan;
    private final MojoExecution current;

    EarlyStart(BuildPlan plan, MojoExecution current) {
        this.plan = plan;
        this.current = current;
    }

    /** Whether a goal after the current one uses the definitions that the current one would load. */
    boolean isWorthwhile() {
        Optional<MojoExecution> self = plan.executionsBeside(current).stream()
                .filter(execution -> BuildPlan.isSame(execution, current))
                .findFirst();
        return self.isPresent()
                && plan.executionsAfter(current).stream()
                        .anyMatch(later -> usesDefinitions(later)
                                && isConfiguredAlike(self.get(), later)
                                && !plan.isSkipped(later, current));
    }

    private boolean usesDefinitions(MojoExecution execution) {
        MojoDescriptor descriptor = BuildPlan.descriptor(execution, current);
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
                .allMatch(name -> Objects.equals(BuildPlan.given(self, name), BuildPlan.given(later, name)));
    }
}
