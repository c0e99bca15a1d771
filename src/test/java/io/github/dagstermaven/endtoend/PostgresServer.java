package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of its own for a test: unpacked, initialised and started here, and stopped with it. Root is refused by
 * PostgreSQL; a test that runs as root starts it as a user without rights.
 */
final class PostgresServer implements AutoCloseable {
    /** The one user, who owns the database {@code postgres}. */
    static final String USER = "dagster";

    private static final int NOBODY = 65534;
    private static final List<String> ARCHIVES =
            List.of("/postgres-linux-x86_64.txz", "/postgres-linux-arm_64.txz", "/postgres-darwin-arm_64.txz");

    private final Path folder;
    private final List<String> asUser;
    private final int port;
    private final Thread end = new Thread(this::stop);

    private PostgresServer(Path folder, List<String> asUser, int port) {
        this.folder = folder;
        this.asUser = asUser;
        this.port = port;
    }

    /** Starts a server that asks for that password; without what it needs, the test is skipped and says so. */
    static PostgresServer start(String password) throws IOException {
        // Not a folder of the test's: another user has to get in.
        Path folder = Files.createTempDirectory("postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> asUser = unprivileged(folder);
        try (InputStream archive = archive()) {
            unpack(archive, folder);
        }
        PostgresServer server = new PostgresServer(folder, asUser, freePort());
        server.initialise(password);
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The port at {@code localhost}. */
    int port() {
        return port;
    }

    /** Stops the server; what connects from now on is refused. */
    void stop() {
        run(program("pg_ctl"), "-D", data(), "-m", "fast", "-w", "stop");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            stop();
        }
        Runtime.getRuntime().removeShutdownHook(end);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void initialise(String password) throws IOException {
        Path secret = folder.resolve("password");
        Files.writeString(secret, password);
        Path data = Files.createDirectory(folder.resolve("data"));
        if (!asUser.isEmpty()) {
            Files.setAttribute(data, "unix:uid", NOBODY);
        }
        run(
                program("initdb"),
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                secret.toString(),
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
    }

    private void start() {
        Runtime.getRuntime().addShutdownHook(end);
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off";
        run(program("pg_ctl"), "-D", data(), "-l", data() + "/log", "-o", options, "-w", "start");
    }

    private String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String... command) {
        List<String> whole = new ArrayList<>(asUser);
        whole.addAll(List.of(command));
        try {
            Path output = folder.resolve("output");
            // A server that inherited a pipe would keep it open.
            Process process = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor())
                    .as(whole + "\n" + Files.readString(output))
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream archive() {
        InputStream found = ARCHIVES.stream()
                .map(PostgresServer.class::getResourceAsStream)
                .filter(stream -> stream != null)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "THERE IS NO POSTGRESQL FOR THIS PLATFORM: nothing is tested with it");
        return found;
    }

    /** What starts a program as another user, when this one is root. */
    private static List<String> unprivileged(Path folder) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"))) {
            return List.of();
        }
        String user = Integer.toString(NOBODY);
        for (List<String> launcher : List.of(
                List.of("/usr/bin/setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"),
                List.of("/usr/sbin/runuser", "-u", "nobody", "--"),
                List.of("/sbin/runuser", "-u", "nobody", "--"))) {
            if (Files.isExecutable(Path.of(launcher.get(0)))) {
                return launcher;
            }
        }
        assumeTrue(
                false, "ROOT CANNOT BECOME ANOTHER USER WITHOUT setpriv OR runuser: nothing is tested with PostgreSQL");
        return List.of();
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(entries, target);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
