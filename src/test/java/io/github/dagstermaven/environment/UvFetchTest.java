package io.github.dagstermaven.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.environment.PythonEnvironment.Index;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import io.github.dagstermaven.project.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an index of our own, which can do what the public one never does. */
class UvFetchTest {
    private static final String FILE = "uv-1-py3-none-any.whl";

    private static final IndexOptions NO_OPTIONS = new IndexOptions(null, List.of(), List.of(), false);

    @TempDir
    Path directory;

    private final byte[] wheel = wheel();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void startIndex() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/simple/uv/",
                exchange -> answer(
                        exchange,
                        200,
                        ("<a href=\"../../files/" + FILE + "#sha256=00\">" + FILE + "</a>")
                                .getBytes(StandardCharsets.UTF_8)));
        server.createContext("/files/", exchange -> answer(exchange, 200, wheel));
        server.start();
    }

    @AfterEach
    void stopIndex() {
        server.stop(0);
    }

    @Test
    void aFileOfTheRightHashIsFetched() throws IOException {
        fetch(new Index(address(), null, null), null, sha256(wheel));

        assertThat(Files.readAllBytes(target())).isEqualTo(wheel);
    }

    @Test
    void aFileOfAnotherHashIsRefused() {
        PlatformException failure = failure(new Index(address(), null, null), null, "00");

        assertThat(failure)
                .hasMessage("The file " + FILE + " from localhost is not the expected one: its SHA-256 is "
                        + sha256(wheel) + " instead of 00");
        assertThat(failure.problems().get(0).remedy()).contains("-Ddagster.indexUrl");
    }

    @Test
    void anIndexWithoutUvIsNamedWithItsAnswer() {
        PlatformException failure = failure(new Index(address() + "/nowhere", null, null), null, "00");

        assertThat(failure).hasMessageEndingWith("/simple/nowhere/uv/ answered with HTTP status 404");
    }

    @Test
    void anIndexThatCannotBeReachedIsNamedWithTheRemedy() {
        server.stop(0);

        PlatformException failure = failure(new Index(address(), null, null), null, "00");

        assertThat(failure).hasMessageContaining("/simple/uv/ cannot be reached: ");
        assertThat(failure.problems().get(0).remedy()).contains("proxy in settings.xml");
    }

    @Test
    void credentialsGoToTheIndexAndNeverIntoAMessage() throws IOException {
        requireHeader("Authorization", "user:secret", 401);

        PlatformException refused = failure(new Index(address(), "user", "wrong"), null, sha256(wheel));
        assertThat(refused).hasMessageEndingWith("answered with HTTP status 401");
        assertThat(refused.getMessage()).doesNotContain("wrong");

        fetch(new Index(address(), "user", "secret"), null, sha256(wheel));
        assertThat(target()).exists();
    }

    @Test
    void credentialsInTheAddressOfAVariableAreUsed() throws IOException {
        requireHeader("Authorization", "user:secret", 401);
        String url = address().replace("//", "//user:secret@");
        IndexAccess index = new IndexAccess(null, null, Map.of("PIP_INDEX_URL", url));

        new PackageDownload(index).download("uv", FILE, sha256(wheel), target());

        assertThat(Files.readAllBytes(target())).isEqualTo(wheel);
    }

    @Test
    void aProxyWithAPasswordIsUsed() throws IOException {
        requireHeader("Proxy-Authorization", "me:pass", 407);
        Proxy proxy = new Proxy("localhost", server.getAddress().getPort(), "me", "pass", "other.test");
        Index elsewhere = new Index("http://index.test/simple", null, null);

        fetch(elsewhere, proxy, sha256(wheel));

        assertThat(Files.readAllBytes(target())).isEqualTo(wheel);
        assertThat(asked).contains("http://index.test/simple/uv/");
    }

    @Test
    void hostsThatTheProxyIsNotForAreReachedDirectly() throws IOException {
        Proxy dead = new Proxy("localhost", 1, null, null, "nowhere.test|local*");

        fetch(new Index(address(), null, null), dead, sha256(wheel));

        assertThat(target()).exists();
    }

    @Test
    void uvGetsIndexCredentialsAndProxyThroughItsVariables() {
        Map<String, String> variables = new IndexAccess(
                        new Index("https://index.test/simple", "user", "s:e@cret"),
                        new Proxy("proxy.test", 3128, "me", "p@ss", "*.corp|localhost"),
                        Map.of(
                                "UV_INDEX_URL",
                                "https://old.test",
                                "PYTHONPATH",
                                "/x",
                                "https_proxy",
                                "http://old.test"))
                .uvVariables(true, NO_OPTIONS);

        assertThat(variables)
                .containsEntry("UV_DEFAULT_INDEX", "dagster-maven=https://index.test/simple")
                .containsEntry("UV_INDEX_DAGSTER_MAVEN_USERNAME", "user")
                .containsEntry("UV_INDEX_DAGSTER_MAVEN_PASSWORD", "s:e@cret")
                .containsEntry("HTTPS_PROXY", "http://me:p%40ss@proxy.test:3128")
                .containsEntry("NO_PROXY", ".corp,localhost")
                .containsEntry("UV_OFFLINE", "1")
                .doesNotContainKeys("UV_INDEX_URL", "PYTHONPATH", "https_proxy");
    }

    @Test
    void theVariablesOfPipAreHonoured() {
        IndexAccess index = new IndexAccess(
                null,
                null,
                Map.of("PIP_INDEX_URL", "https://pip.test/simple", "PIP_EXTRA_INDEX_URL", "https://more.test/simple"));

        assertThat(index.url()).hasToString("https://pip.test/simple");
        assertThat(index.uvVariables(false, NO_OPTIONS))
                .containsEntry("UV_DEFAULT_INDEX", "https://pip.test/simple")
                .containsEntry("UV_EXTRA_INDEX_URL", "https://more.test/simple")
                .doesNotContainKey("UV_OFFLINE");
    }

    @Test
    void theIndexOptionsOfARequirementsFileJoinThoseOfTheUser() {
        IndexOptions options = IndexOptions.of(
                List.of(
                        "-i https://file.test/simple",
                        "--extra-index-url=https://me:${INDEX_TOKEN}@extra.test/simple",
                        "--find-links ./wheels"),
                directory);
        Map<String, String> user = Map.of(
                "INDEX_TOKEN",
                "t0ken",
                "UV_DEFAULT_INDEX",
                "https://user.test/simple",
                "UV_EXTRA_INDEX_URL",
                "https://more.test/simple");

        assertThat(new IndexAccess(null, null, user).uvVariables(false, options))
                .containsEntry("UV_DEFAULT_INDEX", "https://file.test/simple")
                .containsEntry("UV_EXTRA_INDEX_URL", "https://more.test/simple https://me:t0ken@extra.test/simple")
                .containsEntry("UV_FIND_LINKS", directory.resolve("wheels").toString());
        assertThat(new IndexAccess(new Index("https://param.test/simple", null, null), null, user)
                        .uvVariables(false, options))
                .containsEntry("UV_DEFAULT_INDEX", "dagster-maven=https://param.test/simple");
    }

    @ParameterizedTest
    @CsvSource({
        "pypi.corp/simple, pypi.corp/simple, starts with neither http:// nor https://",
        "http://pypi_proxy/simple, http://pypi_proxy/simple, has a host that Java cannot reach",
        "file:///, file:///, starts with neither http:// nor https://",
        "https://u:secret@index.test/a b, https://index.test/a b, is not an address: Illegal character"
    })
    void anAddressThatCannotBeAskedIsAnErrorThatNamesItAndTheParameter(String url, String shown, String reason) {
        PipelineException failure =
                catchThrowableOfType(PipelineException.class, () -> fetch(new Index(url, null, null), null, "00"));

        assertThat(failure)
                .hasMessageStartingWith("The package index '" + shown + "' (<indexUrl>) ")
                .hasMessageContaining(reason);
        assertThat(failure.problems().get(0).remedy()).contains("<indexUrl> (-Ddagster.indexUrl)");
    }

    @Test
    void aProxyVariableWithoutAHostIsAnErrorThatNamesIt() {
        IndexAccess index = new IndexAccess(
                new Index("http://index.test/simple", null, null),
                null,
                Map.of("http_proxy", "http://me:pw@my_proxy:1"));

        assertThatThrownBy(() -> new PackageDownload(index).download("uv", FILE, "00", target()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("The proxy 'http://my_proxy:1'");
    }

    @Test
    void aDownloadThatStallsIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.removeContext("/files/");
        server.createContext("/files/", exchange -> {
            exchange.sendResponseHeaders(200, wheel.length);
            exchange.getResponseBody().write(wheel, 0, 1);
            exchange.getResponseBody().flush();
            awaitQuietly(end);
        });
        PackageDownload download = new PackageDownload(
                new IndexAccess(new Index(address(), null, null), null, Map.of()), Duration.ofSeconds(1));

        assertThatThrownBy(() -> download.download("uv", FILE, sha256(wheel), target()))
                .isInstanceOf(PlatformException.class)
                .hasMessageEndingWith(FILE + " broke off: nothing came for 1 seconds");
        end.countDown();
    }

    @Test
    void aCertificateFileThatCannotBeReadIsNamed() {
        IndexAccess index = new IndexAccess(
                new Index(address(), null, null),
                null,
                Map.of("SSL_CERT_FILE", directory.resolve("no.pem").toString()));

        assertThatThrownBy(() -> new PackageDownload(index).download("uv", FILE, "00", target()))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("no.pem (SSL_CERT_FILE) cannot be read");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetch(Index index, Proxy proxy, String sha256) throws IOException {
        new PackageDownload(new IndexAccess(index, proxy, Map.of())).download("uv", FILE, sha256, target());
    }

    private PlatformException failure(Index index, Proxy proxy, String sha256) {
        return catchThrowableOfType(PlatformException.class, () -> fetch(index, proxy, sha256));
    }

    private Path target() {
        return directory.resolve("uv.whl");
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/simple";
    }

    private void requireHeader(String header, String credentials, int otherwise) {
        String expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        server.removeContext("/simple/uv/");
        server.createContext("/simple/uv/", exchange -> {
            if (expected.equals(exchange.getRequestHeaders().getFirst(header))) {
                answer(exchange, 200, ("<a href='/files/" + FILE + "'>").getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders()
                        .add(otherwise == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", "Basic realm=\"x\"");
                answer(exchange, otherwise, new byte[0]);
            }
        });
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] wheel() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("uv-1.data/scripts/uv"));
            zip.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(content));
    }
}
