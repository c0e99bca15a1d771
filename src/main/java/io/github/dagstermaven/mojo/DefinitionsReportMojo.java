package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.report.DefinitionsPage;
import io.github.dagstermaven.report.DefinitionsText;
import io.github.dagstermaven.report.ResultsFile;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.doxia.sink.SinkFactory;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenMultiPageReport;
import org.apache.maven.reporting.MavenReportException;

/**
 * Writes all definitions as one HTML page: a catalogue with search, the lineage, and what the runs of this build made of them. The
 * page needs no other file and no network. What lint finds is in it, too, but for rules that are off; what it has found in the baseline
 * as well is marked as known. Also a report of {@code mvn site}.
 *
 * @since 0.1.0
 */
@Mojo(name = "definitions-report", requiresProject = false, threadSafe = true)
public final class DefinitionsReportMojo extends AbstractLintMojo implements MavenMultiPageReport {
    private static final String NAME = "definitions-report";

    /**
     * The page; relative to the project's folder. Default: {@code target/dagster/definitions-report.html}; in a site it is always
     * {@code definitions-report.html} of the site.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.outputFile")
    private File outputFile;

    /** The folder of the site; null when it is not for a site. */
    private File site;

    @Override
    void run() {
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        Path page = page();
        // What lint finds is only shown here: failing the build is left to the goals whose matter it is.
        LintVerdict verdict = lintVerdict("never");
        Definitions definitions = describe(dagster.get(), verdict.request());
        new DefinitionsPage(context().reportedModule(), context().secrets())
                .write(
                        page,
                        subject(),
                        definitions,
                        verdict.findings(definitions),
                        new ResultsFile(
                                        context().layout().runResults(),
                                        context().directory(),
                                        context().secrets())
                                .read(context().buildSession().buildId()));
        console()
                .info("Report of " + DefinitionsText.assetCount(definitions.assets()) + ": "
                        + context().shown(page));
    }

    private DefinitionsPage.Subject subject() {
        DefinitionsPage.Subject subject = context().pageSubject();
        // Other than the site's index, which a project may lack, the page of its category is there whenever this one
        // is.
        return site == null ? subject : subject.within("project-reports.html");
    }

    private Path page() {
        if (site != null) {
            return site.toPath().resolve(NAME + ".html");
        }
        return outputFile == null
                ? context().layout().definitionsReport()
                : OutputFile.in(context().directory(), outputFile);
    }

    @Override
    public void generate(Sink sink, SinkFactory sinks, Locale locale) throws MavenReportException {
        try {
            execute();
        } catch (MojoExecutionException | MojoFailureException e) {
            throw new MavenReportException(e.getMessage(), e);
        }
    }

    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        generate(sink, null, locale);
    }

    /** The page is whole as it is: the site only links to it. */
    @Override
    public boolean isExternalReport() {
        return true;
    }

    /**
     * Not for a module without definitions, as one that only gathers others or has Java alone: the site would link to a page that is
     * not there.
     */
    @Override
    public boolean canGenerateReport() {
        return skippedBy().isEmpty() && new ModuleContext(this).hasDefinitions();
    }

    // What sites before version 4 of the interface ask for; later ones take it as the path.
    @Override
    @SuppressWarnings("deprecation")
    public String getOutputName() {
        return NAME;
    }

    @Override
    public String getName(Locale locale) {
        return "Dagster Definitions";
    }

    @Override
    public String getDescription(Locale locale) {
        return "Catalogue of the Dagster definitions, their lineage, and what the runs of the build made of them.";
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        site = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        return site;
    }
}
