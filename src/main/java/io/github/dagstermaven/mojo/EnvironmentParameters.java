package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment;
import io.github.dagstermaven.environment.PythonEnvironment.Index;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import io.github.dagstermaven.environment.PythonEnvironment.Specification;
import io.github.dagstermaven.project.PythonProject;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;

/** Which Python: the goal's parameters together with what settings.xml says about mirrors, servers and proxies. */
final class EnvironmentParameters {
    private static final String CACHE_VARIABLE = "DAGSTER_MAVEN_CACHE_DIRECTORY";

    /** The id by which a mirror in settings.xml takes the place of the public Python package index. */
    private static final String INDEX_ID = "pypi";

    private final AbstractEnvironmentMojo mojo;
    private final SettingsAccess settings;
    private final Path base;
    private final Map<String, String> variables;

    EnvironmentParameters(
            AbstractEnvironmentMojo mojo, SettingsAccess settings, Path base, Map<String, String> variables) {
        this.mojo = mojo;
        this.settings = settings;
        this.base = base;
        this.variables = variables;
    }

    Specification specification(PythonProject project) {
        MavenSession session = mojo.session;
        return new Specification(
                project,
                mojo.python == null ? null : interpreter(mojo.python),
                mojo.pythonVersion,
                mojo.version,
                Given.values(mojo.requirements),
                Given.values(mojo.requirementsFile).stream().map(base::resolve).toList(),
                index().orElse(null),
                settings.proxy().map(EnvironmentParameters::proxy).orElse(null),
                cacheDirectory(),
                session.isOffline(),
                session.getRequest().isUpdateSnapshots()
                        ? session.getRequest().getStartTime().toInstant()
                        : null,
                variables);
    }

    /** A path is relative to the module; a bare name is a command on the PATH and stays as it is. */
    private Path interpreter(String python) {
        boolean isPath = python.contains("/") || python.contains(File.separator);
        return isPath ? base.resolve(python) : Path.of(python);
    }

    private Path cacheDirectory() {
        if (mojo.cacheDirectory != null) {
            return base.resolve(mojo.cacheDirectory);
        }
        String variable = variables.get(CACHE_VARIABLE);
        return variable == null || variable.isBlank()
                ? PythonEnvironment.defaultCacheDirectory(variables)
                : Path.of(variable);
    }

    private Optional<Index> index() {
        Optional<Mirror> mirror = settings.mirrorOf(INDEX_ID);
        String url = mojo.indexUrl != null
                ? mojo.indexUrl
                : mirror.map(Mirror::getUrl).orElse(null);
        if (url == null) {
            if (mojo.serverId != null) {
                throw new PipelineException(Problem.ofValue(
                        "invalid_parameter",
                        "The server '" + mojo.serverId + "' is named, but no index that it belongs to",
                        "server",
                        mojo.serverId,
                        "serverId",
                        List.of(),
                        "Give the index with <indexUrl> or -Ddagster.indexUrl"));
            }
            return Optional.empty();
        }
        // As Maven does it: the credentials of a mirror are those of the server with the mirror's id.
        Optional<Server> server = mojo.serverId != null
                ? Optional.of(settings.server(mojo.serverId).orElseThrow(this::unknownServer))
                : mojo.indexUrl != null ? Optional.empty() : mirror.flatMap(found -> settings.server(found.getId()));
        return Optional.of(new Index(
                url,
                server.map(Server::getUsername).orElse(null),
                server.map(Server::getPassword).orElse(null)));
    }

    private PipelineException unknownServer() {
        return new PipelineException(Problem.ofValue(
                "unknown_name",
                "There is no server '" + mojo.serverId + "' in settings.xml",
                "server",
                mojo.serverId,
                "serverId",
                settings.serverIds(),
                null));
    }

    private static Proxy proxy(org.apache.maven.settings.Proxy proxy) {
        return new Proxy(
                proxy.getHost(), proxy.getPort(), proxy.getUsername(), proxy.getPassword(), proxy.getNonProxyHosts());
    }
}
