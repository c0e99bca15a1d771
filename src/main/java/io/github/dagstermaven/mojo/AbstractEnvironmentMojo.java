package io.github.dagstermaven.mojo;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Which Python a goal works with, as {@link EnvironmentParameters} reads it. */
abstract class AbstractEnvironmentMojo extends AbstractMojo {
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    /**
     * A Python interpreter to use as it is, with the Dagster that is installed there; nothing is provisioned. A path, or a command on
     * the PATH.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.python")
    String python;

    /**
     * The Python version to use, as {@code 3.12} or {@code >=3.11,<3.13}. Default: the project's {@code .python-version} or
     * {@code requires-python}, else the
     * newest on the system that Dagster supports.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.pythonVersion")
    String pythonVersion;

    /**
     * Dagster's version, as {@code 1.13.27} or {@code >=1.12,<1.13}; it wins over the project's. Default: what the project's own lock or requirements say, else the newest that this plugin was
     * tested with.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.version")
    String version;

    /**
     * Further requirements, each as pip writes it ({@code dagster-duckdb>=0.26}).
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.requirements")
    List<String> requirements;

    /**
     * Files with further requirements, as pip reads them; relative to the module's folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.requirementsFile")
    List<String> requirementsFile;

    /**
     * The Python package index. Default: a mirror of the id {@code pypi} in settings.xml, else what uv's own configuration and
     * variables say, else PyPI.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.indexUrl")
    String indexUrl;

    /**
     * The id of the server in settings.xml that has the index's user name and password.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.serverId")
    String serverId;

    /**
     * Where Python environments and uv are kept, shared by all builds. Default: the environment variable
     * {@code DAGSTER_MAVEN_CACHE_DIRECTORY}, else {@code dagster-maven-plugin} in the user's cache folder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.cacheDirectory")
    String cacheDirectory;

    /** Takes what is empty as not given. Goals with parameters of their own know more of them. */
    void forgetEmpty() {
        python = Given.text(python);
        pythonVersion = Given.text(pythonVersion);
        version = Given.text(version);
        indexUrl = Given.text(indexUrl);
        serverId = Given.text(serverId);
        cacheDirectory = Given.text(cacheDirectory);
    }
}
