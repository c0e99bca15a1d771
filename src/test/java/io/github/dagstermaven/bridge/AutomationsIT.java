package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dagstermaven.dagster.AutomationSwitch;
import io.github.dagstermaven.dagster.AutomationSwitch.Switched;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.ListSchedulesRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PreviewScheduleRequest;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.ScheduleList.Schedule;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SwitchAutomationRequest;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Action;
import io.github.dagstermaven.dagster.SwitchAutomationRequest.Kind;
import io.github.dagstermaven.dagster.TimeLimit;
import io.github.dagstermaven.quality.TestedDagster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Schedules of two code locations, one of which is named in both. */
@Timeout(120)
class AutomationsIT {
    @TempDir
    Path folder;

    private LocalDagster dagster;

    @BeforeEach
    void open() throws IOException {
        String code = """
                import dagster as dg

                @dg.op
                def work(): ...

                @dg.job
                def job():
                    work()

                def schedule(name):
                    return dg.ScheduleDefinition(name=name, job=job, cron_schedule="0 4 * * *")

                defs = dg.Definitions(schedules=[schedule("everywhere"), schedule("only_%s")])
                """;
        Files.writeString(folder.resolve("east.py"), code.formatted("east"));
        Files.writeString(folder.resolve("west.py"), code.formatted("west"));
        Path workspace = Files.writeString(
                folder.resolve("workspace.yaml"), "load_from:\n  - python_file: east.py\n  - python_file: west.py\n");
        dagster = new LocalDagster(new LocalDagster.Settings(
                TestedDagster.NEWEST.environment().interpreter(),
                Path.of("src/main/python").toAbsolutePath(),
                List.of(folder),
                folder,
                new CodeTarget(CodeTarget.Kind.WORKSPACE, List.of(workspace.toString()), null, folder),
                folder.resolve("home"),
                null,
                Map.of(),
                Secrets.none(),
                2,
                folder.resolve("logs")));
    }

    @AfterEach
    void close() {
        dagster.close();
    }

    private AutomationSwitch start(String name, String location) {
        return dagster.call(
                new SwitchAutomationRequest(Kind.SCHEDULE, Action.START, name, location, null),
                RunListener.none(),
                TimeLimit.none());
    }

    private List<Schedule> running() {
        return dagster
                .call(new ListSchedulesRequest(null, null), RunListener.none(), TimeLimit.none())
                .schedules()
                .stream()
                .filter(schedule -> schedule.status().equals("RUNNING"))
                .toList();
    }

    @Test
    void aScheduleIsStartedInTheLocationThatHasIt() {
        assertThat(start("only_west", null).automations())
                .extracting(Switched::location, Switched::name)
                .containsExactly(tuple("west.py", "only_west"));
        assertThat(running()).extracting(Schedule::name).containsExactly("only_west");
    }

    @Test
    void aNameThatBothHaveIsStartedOnlyOnceALocationIsChosen() {
        PipelineException failure = catchThrowableOfType(PipelineException.class, () -> start("everywhere", null));

        assertThat(failure).hasMessage("The schedule 'everywhere' is defined in 2 code locations");
        Problem problem = failure.problems().get(0);
        assertThat(problem.choices()).containsExactly("east.py", "west.py");
        assertThat(problem.remedy()).isEqualTo("Choose one with <location> or -Ddagster.location=east.py");
        assertThat(running()).isEmpty();

        start("everywhere", "west.py");
        assertThat(running())
                .extracting(Schedule::location, Schedule::name)
                .containsExactly(tuple("west.py", "everywhere"));
    }

    @Test
    void aNameThatNeitherHasIsToldWithThoseOfBoth() {
        PipelineException failure = catchThrowableOfType(
                PipelineException.class,
                () -> dagster.call(
                        new PreviewScheduleRequest("only_north", null, null, null),
                        RunListener.none(),
                        TimeLimit.none()));

        Problem problem = failure.problems().get(0);
        assertThat(problem.value()).isEqualTo("only_north");
        assertThat(problem.parameter()).isEqualTo("scheduleName");
        assertThat(problem.choices()).containsExactly("everywhere", "only_east", "only_west");
    }

    @Test
    void allAreThoseOfBoth() {
        assertThat(start(null, null).automations())
                .extracting(Switched::location, Switched::name)
                .containsExactly(
                        tuple("east.py", "everywhere"),
                        tuple("east.py", "only_east"),
                        tuple("west.py", "everywhere"),
                        tuple("west.py", "only_west"));
        assertThat(running()).hasSize(4);
    }
}
