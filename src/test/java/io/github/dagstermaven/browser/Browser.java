package io.github.dagstermaven.browser;

import com.google.gson.JsonParser;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that tests look at pages with, driven through its own protocol: nothing else need be installed. */
public final class Browser implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
    private static final Duration START = Duration.ofMinutes(1);

    private final ChildProcess process;
    private final String address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Browser(ChildProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it.
     *
     * @param profile a folder for what it keeps
     */
    public static Browser start(Chromium chromium, Path profile) throws IOException {
        Files.createDirectories(profile);
        CompletableFuture<String> address = new CompletableFuture<>();
        ChildProcess process = ChildProcess.start(
                Command.inheriting(
                        chromium.command(profile, "--remote-debugging-port=0", "--window-size=1280,900"), profile),
                line -> {},
                line -> {
                    Matcher listening = LISTENING.matcher(line);
                    if (listening.matches()) {
                        address.complete(listening.group(1));
                    }
                });
        try {
            return new Browser(process, address.get(START.toSeconds(), TimeUnit.SECONDS));
        } catch (Exception e) {
            process.close();
            throw new IOException("the browser does not start: " + e, e);
        }
    }

    /** A new page that shows nothing yet. */
    public BrowserPage page() throws IOException, InterruptedException {
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String socket = JsonParser.parseString(made.body())
                .getAsJsonObject()
                .get("webSocketDebuggerUrl")
                .getAsString();
        return new BrowserPage(http, URI.create(socket));
    }

    @Override
    public void close() {
        process.close();
    }
}
