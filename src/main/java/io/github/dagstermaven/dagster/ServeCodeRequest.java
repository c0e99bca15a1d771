package io.github.dagstermaven.dagster;

/**
 * Serves the code of a location until the request is cancelled; a log record tells the address when it does.
 *
 * @param location the code location
 * @param host the name or address to listen at
 * @param port the port to listen at; null for a free one
 * @param socket the socket file to listen at, instead of a port; or null
 */
public record ServeCodeRequest(String location, String host, Integer port, String socket)
        implements Request<ServeCodeRequest.Served> {

    /** The address that was served at. */
    public record Served(String address) {}

    @Override
    public String operation() {
        return "code_servers.serve";
    }

    @Override
    public Class<Served> resultType() {
        return Served.class;
    }
}
