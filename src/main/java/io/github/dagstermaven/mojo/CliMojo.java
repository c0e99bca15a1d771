package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.process.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs any program of the Python environment ({@code dagster}, {@code dg}, {@code pytest}) in the project's folder, with the
 * build's home as {@code DAGSTER_HOME}. What it prints is passed on, but for secrets; it reads what the build is given unless Maven runs
 * with {@code -B}. The build fails unless the exit code is 0.
 *
 * @since 0.1.0
 */
@Mojo(name = "cli", requiresProject = false, threadSafe = true)
public final class CliMojo extends AbstractDagsterMojo {
    private static final int LONGEST_SHOWN = 200;

    /**
     * The program and its arguments as one line. Read as a shell reads it, but that nothing is expanded: white space separates words, quotes
     * ({@code '} or {@code "}) keep them together, and a backslash takes the meaning from the next character, within double quotes
     * only from {@code "} and itself, within single quotes from none.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.args")
    private String args;

    /**
     * The program and its arguments as a list, each taken as it stands; instead of {@code args}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> arguments;

    @Override
    void run() {
        List<String> words = words();
        try {
            Optional<Exit> exit = new ForegroundProgram(console(), context().hasInput())
                    .run(context().program(words), timeLimit());
            if (exit.isEmpty()) {
                throw failure(
                        words,
                        "did not end within " + timeout,
                        "Give it more time with <timeout> or -Ddagster.timeout");
            }
            if (exit.get().code() != 0) {
                throw failure(words, "ended with " + exit.get().describe(), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + words.get(0) + ": " + e.getMessage(), e);
        }
    }

    private List<String> words() {
        boolean isListed = arguments != null && !arguments.isEmpty();
        String line = Given.text(args);
        if (isListed && line != null) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "The program is given twice, as a list and as a line",
                    "args",
                    "Give one of <arguments> and <args> (-Ddagster.args)"));
        }
        // Maven reads an empty element as null, but an empty word may be meant.
        return isListed
                ? arguments.stream().map(word -> word == null ? "" : word).toList()
                : ArgumentLine.words(
                        Required.value(line, "args", "a program of the environment, as dagster --version"));
    }

    private static PipelineException failure(List<String> words, String how, String remedy) {
        String line = String.join(" ", words);
        String shown = line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
        return new PipelineException(Problem.of("program_failed", shown + " " + how, remedy));
    }
}
