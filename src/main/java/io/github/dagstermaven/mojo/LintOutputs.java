package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.report.GitLabCodeQuality;
import io.github.dagstermaven.report.LintedProject;
import io.github.dagstermaven.report.SarifFile;
import java.nio.file.Path;
import java.util.ArrayList;
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
        LintedProject project = project();
        new SarifFile(context.layout().sarif(), project, context.secrets())
                .write(report, mojo.mojoExecution.getVersion());
        if (BuildServer.isOn("GITLAB_CI")) {
            new GitLabCodeQuality(context.layout().codeQuality(), project, context.secrets()).write(report);
        }
    }

    /** The file that has all findings, as people are told of it. */
    String file() {
        return mojo.context().shown(mojo.context().layout().sarif());
    }

    private LintedProject project() {
        List<Path> files = new ArrayList<>(List.of(Path.of("pyproject.toml")));
        if (mojo.project != null && mojo.project.getFile() != null) {
            files.add(mojo.project.getFile().toPath());
        }
        Given.values(mojo.pythonFile).forEach(file -> files.add(Path.of(file)));
        files.add(Path.of("definitions.py"));
        return new LintedProject(RepositoryRoot.of(mojo), mojo.context().directory(), files);
    }
}
