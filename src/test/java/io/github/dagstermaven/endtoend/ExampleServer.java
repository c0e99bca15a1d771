package io.github.dagstermaven.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Serves the archive of one version of Dagster, with one example of one file in it. */
final class ExampleServer implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private final HttpServer server;

    ExampleServer(String version, String example) throws IOException {
        byte[] archive = archive("dagster-" + version + "/examples/" + example + "/definitions.py", "defs = None\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, 404, new byte[0]));
        server.createContext("/" + version, exchange -> answer(exchange, 200, archive));
        server.start();
    }

    /** Where the archive of a version lies. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/{version}";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A tar of one file, which the JDK cannot write: a header, the content and two empty blocks. */
    private static byte[] archive(String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format("%011o", content.length));
        put(header, 136, "00000000000");
        put(header, CHECKSUM, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value;
        }
        put(header, CHECKSUM, String.format("%06o\0", sum));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(header);
            zipped.write(Arrays.copyOf(content, BLOCK));
            zipped.write(new byte[2 * BLOCK]);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] block, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, block, at, ascii.length);
    }
}
