package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ListSchedulesRequest;
import io.github.dagstermaven.dagster.ListSensorsRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.ScheduleList.Schedule;
import io.github.dagstermaven.dagster.SensorList.Sensor;
import io.github.dagstermaven.dagster.SwitchAutomationRequest;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import io.github.dagstermaven.report.AutomationsText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        if (name == null) {
            String parameter = parameter(kind);
            throw new PipelineException(Problem.ofValue(
                    "missing_parameter",
                    "This goal needs the name of a " + Choice.word(kind),
                    Choice.word(kind),
                    null,
                    parameter,
                    names(kind),
                    "Set <" + parameter + "> or -Ddagster." + parameter));
        }
        return name;
    }

    /** The name; null for all. One of both must be given. */
    final String nameOrAll(Kind kind, String name, boolean all) {
        String word = Choice.word(kind);
        NamedOrAll.require(name != null, all, parameter(kind), "the name of a " + word, word, () -> names(kind));
        return name;
    }

    /** Of all that there are, running or not. */
    private List<String> names(Kind kind) {
        Optional<Stream<String>> names = kind == Kind.SCHEDULE
                ? askDefinitions(new ListSchedulesRequest(location, repository))
                        .map(list -> list.schedules().stream().map(Schedule::name))
                : askDefinitions(new ListSensorsRequest(location, repository))
                        .map(list -> list.sensors().stream().map(Sensor::name));
        return names.orElseGet(Stream::empty).distinct().sorted().toList();
    }

    private static String parameter(Kind kind) {
        return Choice.word(kind) + "Name";
    }
}
