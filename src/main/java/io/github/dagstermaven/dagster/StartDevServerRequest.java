package io.github.dagstermaven.dagster;

/**
 * Starts a development server: webserver, daemon and a server for each code location.
 *
 * @param target the definitions
 * @param location narrows to the code location of that name; null for all
 * @param host the name or address of this machine that it listens on
 * @param port the port; null for {@code usualPort}
 * @param usualPort the port when none is given and it is free; null for any that is free
 */
public record StartDevServerRequest(CodeTarget target, String location, String host, Integer port, Integer usualPort)
        implements InstanceRequest<StartedDevServer> {
    @Override
    public String operation() {
        return "dev_server.start";
    }

    @Override
    public Class<StartedDevServer> resultType() {
        return StartedDevServer.class;
    }
}
