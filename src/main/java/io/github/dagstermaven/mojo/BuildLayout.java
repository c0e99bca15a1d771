package io.github.dagstermaven.mojo;

import java.nio.file.Path;
import org.apache.maven.project.MavenProject;

/**
 * Where a module's build leaves things behind.
 *
 * @param target the module's build directory
 */
record BuildLayout(Path target) {

    /** The layout of a module with a POM. */
    static BuildLayout of(MavenProject project) {
        return new BuildLayout(Path.of(project.getBuild().getDirectory()).toAbsolutePath());
    }

    Path dagster() {
        return target.resolve("dagster");
    }

    Path home() {
        return dagster().resolve("home");
    }

    Path logs() {
        return dagster().resolve("logs");
    }

    /** Generated metadata that makes the project's entry points visible without installing it. */
    Path python() {
        return dagster().resolve("python");
    }

    Path manifest() {
        return dagster().resolve("manifest.json");
    }

    /** What lint has found, as SARIF. */
    Path sarif() {
        return dagster().resolve("lint.sarif");
    }

    /** The same for GitLab. */
    Path codeQuality() {
        return dagster().resolve("gl-code-quality-report.json");
    }

    Path runResults() {
        return dagster().resolve("run-results.json");
    }

    Path definitionsReport() {
        return dagster().resolve("definitions-report.html");
    }

    /** What has become of the definitions since a baseline, in the format of that ending. */
    Path definitionsDiff(String ending) {
        return dagster().resolve("definitions-diff." + ending);
    }

    /** What goals depended on that may be skipped. */
    Path unchanged() {
        return dagster().resolve("unchanged");
    }

    Path junitReports() {
        return target.resolve("dagster-reports");
    }
}
