package io.github.dagstermaven.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command of the {@code dagster} command line is a goal: a command that a new Dagster brings fails here. */
class CommandGoalsIT {
    /** Deprecated since before the oldest Dagster that is supported, in favour of {@code project scaffold}. */
    private static final Set<String> WITHOUT_GOAL =
            Set.of("dagster project scaffold-code-location", "dagster project scaffold-repository");

    /** The commands that a user is shown, one a line, from the definitions of the command line and not from its help. */
    private static final String COMMANDS = String.join(
            "\n",
            "import click",
            "from dagster._cli import create_dagster_cli",
            "",
            "def walk(command, words):",
            "    if command.hidden:",
            "        return",
            "    if isinstance(command, click.Group):",
            "        for name, child in command.commands.items():",
            "            walk(child, [*words, name])",
            "    else:",
            "        print(' '.join(words))",
            "",
            "walk(create_dagster_cli(), ['dagster'])");

    @ParameterizedTest
    @EnumSource
    void everyCommandIsAGoalOfThePlugin(TestedDagster dagster) throws IOException {
        Set<String> goals = new TreeSet<>();
        Matcher goal = Pattern.compile("<goal>([a-z-]+)</goal>")
                .matcher(Files.readString(Path.of("target/classes/META-INF/maven/plugin.xml")));
        while (goal.find()) {
            goals.add(goal.group(1));
        }

        assertThat(goals)
                .containsAll(
                        commands(dagster).stream().map(CommandGoalsIT::goalOf).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theReadmeHasTheGoalOfEveryCommand(TestedDagster dagster) throws IOException {
        TreeMap<String, String> told = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `(dagster [a-z_ -]+)` \\| `([a-z-]+)` \\|$")
                .matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            told.put(row.group(1), row.group(2));
        }

        assertThat(told)
                .isEqualTo(commands(dagster).stream()
                        .collect(Collectors.toMap(command -> command, CommandGoalsIT::goalOf)));
    }

    /** The rule that goals are named by. */
    private static String goalOf(String command) {
        return command.replaceFirst("^dagster ", "").replaceAll("[ _]", "-");
    }

    private static Set<String> commands(TestedDagster dagster) throws IOException {
        CommandResult result = ChildProcess.run(
                Command.inheriting(
                                List.of(dagster.environment().interpreter().toString(), "-c", COMMANDS),
                                Path.of("").toAbsolutePath())
                        .without(Set.of("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "DAGSTER_HOME")),
                Duration.ofMinutes(2),
                line -> {});
        assertThat(result.succeeded()).as(result.stderr()).isTrue();
        Set<String> commands = result.stdout().lines().collect(Collectors.toCollection(TreeSet::new));
        assertThat(commands).hasSizeGreaterThan(30).containsAll(WITHOUT_GOAL);
        commands.removeAll(WITHOUT_GOAL);
        return commands;
    }
}
