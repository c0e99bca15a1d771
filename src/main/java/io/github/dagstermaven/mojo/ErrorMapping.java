package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.report.ProblemText;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** The one place where trouble is turned into Maven's exceptions. */
final class ErrorMapping {
    private final Log log;
    private final boolean detailed;
    private Path directory = Path.of("");
    private Secrets secrets = Secrets.none();

    ErrorMapping(Log log, MavenSession session) {
        this.log = log;
        this.detailed = isDetailed(log, session);
    }

    /** Whether traces were asked for, with {@code -e} or {@code -X}. */
    static boolean isDetailed(Log log, MavenSession session) {
        return log.isDebugEnabled() || session.getRequest().isShowErrors();
    }

    /** A goal's work. */
    @FunctionalInterface
    interface Work {
        void run() throws MojoFailureException, MojoExecutionException;
    }

    /** From now on, paths are told from this folder and these secrets are masked. */
    void within(Path folder, Secrets known) {
        this.directory = folder;
        this.secrets = known;
    }

    /**
     * Does the work.
     *
     * @param hint what to add when the plugin's own side is at fault; may be empty
     */
    void carryOut(Work work, Supplier<String> hint) throws MojoFailureException, MojoExecutionException {
        try {
            work.run();
        } catch (PipelineException e) {
            throw new MojoFailureException(text(e), causeOf(e));
        } catch (PlatformException e) {
            throw new MojoExecutionException(text(e) + hint.get(), causeOf(e));
        } catch (UncheckedIOException e) {
            throw new MojoExecutionException(secrets.mask(e.getMessage()), e);
        }
    }

    private String text(DagsterException exception) {
        if (exception.trace() != null && detailed) {
            log.error(secrets.mask(exception.trace()));
        }
        return new ProblemText(directory, secrets).text(exception);
    }

    /** What Maven shows with {@code -e}; without, it would add the cause's text to ours. */
    private Throwable causeOf(DagsterException exception) {
        return detailed ? exception.getCause() : null;
    }
}
