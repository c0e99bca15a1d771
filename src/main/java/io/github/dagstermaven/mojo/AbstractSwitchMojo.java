package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.SwitchAutomationRequest;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import io.github.dagstermaven.report.AutomationsText;

/** What goals have in common that start or stop schedules or sensors. */
abstract class AbstractSwitchMojo extends AbstractDagsterMojo {

    /**
     * Carries it out and tells what was changed.
     *
     * @param name the schedule or sensor; null for all
     */
    final void carryOut(Kind kind, Action action, String name) {
        sayHome();
        SwitchAutomationRequest request = new SwitchAutomationRequest(kind, action, name, location, repository);
        askDefinitions(request).ifPresent(result -> {
            AutomationsText.switched(request.subject(), action, result).forEach(console()::info);
            if (action != Action.STOP
                    && !result.hasDaemon()
                    && !result.automations().isEmpty()) {
                console().warn(AutomationsText.withoutDaemon(request.subject(), result));
            }
        });
    }

    /** The name, which must be given. */
    final String requiredName(Kind kind, String name) {
        return Required.value(name, parameter(kind), "the name of a " + Choice.word(kind));
    }

    /** The name; null for all. One of both must be given. */
    final String nameOrAll(Kind kind, String name, boolean all) {
        if (all && name != null) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "Both the " + Choice.word(kind) + " '" + name + "' and all are asked for",
                    "all",
                    "Leave out <" + parameter(kind) + "> (-Ddagster." + parameter(kind)
                            + ") or <all> (-Ddagster.all)"));
        }
        return all ? null : Required.value(name, parameter(kind), "the name of a " + Choice.word(kind) + ", or <all>");
    }

    private static String parameter(Kind kind) {
        return Choice.word(kind) + "Name";
    }
}
