package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.JudgedFinding;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.report.GitHubAnnotations;
import io.github.dagstermaven.report.GitLabCodeQuality;
import io.github.dagstermaven.report.SarifFile;
import java.nio.file.Path;
import java.util.List;

/** What build servers get of the findings of lint, each in its own form. */
final class LintOutputs {
    private final AbstractDagsterMojo mojo;

    LintOutputs(AbstractDagsterMojo mojo) {
        this.mojo = mojo;
    }

    /** Writes the files. */
    void write(LintReport report) {
        ModuleContext context = mojo.context();
        new SarifFile(context.layout().sarif(), repositoryRoot(), context.secrets())
                .write(report, mojo.mojoExecution.getVersion());
        if (isOn("GITLAB_CI")) {
            new GitLabCodeQuality(context.layout().codeQuality(), repositoryRoot(), context.secrets()).write(report);
        }
    }

    /** Tells findings to a build server that reads them from the log. */
    void annotate(List<JudgedFinding> findings) {
        if (isOn("GITHUB_ACTIONS")) {
            new GitHubAnnotations(repositoryRoot()).of(findings).forEach(mojo.console()::plain);
        }
    }

    /** The file that has all findings, as people are told of it. */
    String file() {
        return mojo.context().shown(mojo.context().layout().sarif());
    }

    private Path repositoryRoot() {
        return RepositoryRoot.of(
                mojo.context().directory(),
                Path.of(mojo.session.getExecutionRootDirectory()).toAbsolutePath());
    }

    private static boolean isOn(String variable) {
        return "true".equalsIgnoreCase(System.getenv(variable));
    }
}
