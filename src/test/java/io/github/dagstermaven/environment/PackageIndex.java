package io.github.dagstermaven.environment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dagstermaven.project.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A package index with stand-ins of a few hundred bytes for Dagster and its libraries: uv works as ever, and an environment
 * is built in a second. A download can be held up, to look at a build that is under way.
 */
final class PackageIndex implements AutoCloseable {
    private final Map<String, Wheel> wheels = new TreeMap<>();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Serves Dagster in these versions. */
    PackageIndex(List<String> versions) throws IOException {
        for (String version : versions) {
            add(new Wheel("dagster", version, List.of()));
            add(new Wheel("dagster_graphql", version, List.of("dagster==" + version)));
            add(new Wheel("dagster_webserver", version, List.of("dagster==" + version, "dagster-graphql==" + version)));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/simple/", this::list);
        server.createContext("/files/", this::download);
        server.start();
    }

    /** The address of its simple pages. */
    String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/simple";
    }

    /** Serves a package that needs nothing else. */
    PackageIndex with(String name, String version) {
        add(new Wheel(name, version, List.of()));
        return this;
    }

    /** Writes a package that needs nothing else to a folder. */
    static void write(Path folder, String name, String version) throws IOException {
        Wheel wheel = new Wheel(name, version, List.of());
        Files.write(Files.createDirectories(folder).resolve(wheel.file()), wheel.content());
    }

    /** The hash of a package, as in a requirements file. */
    String hash(String name, String version) {
        return "sha256:"
                + Wheel.sha256(
                        wheels.get(new Wheel(name, version, List.of()).file()).content());
    }

    /** Holds up the download of a package. */
    Hold hold(String name, String version) {
        Hold hold = new Hold(new CountDownLatch(1), new CountDownLatch(1));
        holds.put(new Wheel(name, version, List.of()).file(), hold);
        return hold;
    }

    @Override
    public void close() {
        holds.values().forEach(Hold::release);
        server.stop(0);
        threads.shutdownNow();
    }

    private void add(Wheel wheel) {
        wheels.put(wheel.file(), wheel);
    }

    private void list(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().split("/")[2].replace('-', '_');
        String page = wheels.values().stream()
                .filter(wheel -> wheel.name().equals(name))
                .map(Wheel::link)
                .collect(Collectors.joining("\n"));
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        answer(exchange, page.isEmpty() ? 404 : 200, page.getBytes(StandardCharsets.UTF_8));
    }

    private void download(HttpExchange exchange) throws IOException {
        String file = exchange.getRequestURI().getPath().substring("/files/".length());
        Hold hold = holds.get(file);
        if (hold != null) {
            hold.passThrough();
        }
        if (file.endsWith(".metadata")) {
            answer(exchange, 200, wheels.get(file.replace(".metadata", "")).metadata());
        } else {
            answer(exchange, 200, wheels.get(file).content());
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A download that was asked for and is not answered yet. */
    record Hold(CountDownLatch asked, CountDownLatch released) {

        /** Waits until somebody wants it. */
        void awaitRequest() throws InterruptedException {
            if (!asked.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("nobody asked for the package within a minute");
            }
        }

        /** Answers it, and all that follow. */
        void release() {
            released.countDown();
        }

        private void passThrough() {
            asked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Wheel(String name, String version, List<String> requires) {

        String file() {
            return name + "-" + version + "-py3-none-any.whl";
        }

        String link() {
            // With the metadata apart, a wheel is asked for only when it is installed.
            return "<a href=\"../../files/" + file() + "#sha256=" + sha256(content())
                    + "\" data-core-metadata=\"sha256=" + sha256(metadata()) + "\">" + file() + "</a>";
        }

        byte[] metadata() {
            String head = "Metadata-Version: 2.1\nName: " + name.replace('_', '-') + "\nVersion: " + version + "\n";
            return requires.stream()
                    .map(requirement -> "Requires-Dist: " + requirement + "\n")
                    .collect(Collectors.joining("", head, ""))
                    .getBytes(StandardCharsets.UTF_8);
        }

        byte[] content() {
            String information = name + "-" + version + ".dist-info/";
            Map<String, byte[]> files = new TreeMap<>(Map.of(
                    name + "/__init__.py", bytes("__version__ = \"" + version + "\"\n"),
                    information + "METADATA", metadata(),
                    information + "WHEEL", bytes("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")));
            files.put(
                    information + "RECORD",
                    bytes(Stream.concat(files.keySet().stream(), Stream.of(information + "RECORD"))
                            .map(path -> path + ",,\n")
                            .collect(Collectors.joining())));
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(result)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    // The same bytes at every call: their hash is announced before they are asked for.
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return result.toByteArray();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static String sha256(byte[] content) {
            return HexFormat.of().formatHex(Fingerprint.sha256().digest(content));
        }
    }
}
