package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Requests of our own to the package index: its credentials, the proxy, certificates and redirects. */
final class IndexConnection {
    private static final int MAXIMUM_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final IndexAccess index;
    private final String purpose;
    private final String otherWay;

    /**
     * A connection for one purpose.
     *
     * @param purpose what it is for, as {@code Fetching uv}
     * @param otherWay what to do where the index cannot be reached, as {@code install uv on the PATH}
     */
    IndexConnection(IndexAccess index, String purpose, String otherWay) {
        this.index = index;
        this.purpose = purpose;
        this.otherWay = otherWay;
    }

    /** The page of a project, by its normalised name. */
    URI page(String project) {
        String base = IndexAccess.withoutCredentials(index.url().toString());
        return URI.create((base.endsWith("/") ? base : base + "/") + project + "/");
    }

    /** What the index has at an address, as long as it keeps coming. */
    InputStream open(URI address, Duration stall) throws IOException {
        HttpResponse<InputStream> response = answer(address);
        if (response.statusCode() == 200) {
            return new UnstalledStream(response.body(), stall);
        }
        response.body().close();
        throw failure(response.uri(), "answered with HTTP status " + response.statusCode(), null);
    }

    /** Whether the index has anything at an address. */
    boolean has(URI address) throws IOException {
        HttpResponse<InputStream> response = answer(address);
        response.body().close();
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404, 410 -> false;
            default -> throw failure(response.uri(), "answered with HTTP status " + response.statusCode(), null);
        };
    }

    /** The last answer, after redirects. */
    private HttpResponse<InputStream> answer(URI address) throws IOException {
        URI current = address;
        for (int i = 0; i < MAXIMUM_REDIRECTS; i++) {
            HttpResponse<InputStream> response = send(current);
            Optional<String> location = response.headers().firstValue("location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            current = current.resolve(location.get());
        }
        throw failure(address, "redirects in a circle", null);
    }

    private HttpResponse<InputStream> send(URI address) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).header("Accept", "text/html, */*;q=0.1");
        // Redirects are followed by ourselves: credentials go to the index's own host only.
        if (address.getHost().equals(index.url().getHost())) {
            index.credentials()
                    .ifPresent(credentials -> request.header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
        }
        try {
            return client(address).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while asking for " + address);
        } catch (IOException e) {
            throw failure(address, "cannot be reached: " + describe(e), e);
        }
    }

    private HttpClient client(URI address) {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        index.certificates().map(IndexConnection::trusting).ifPresent(client::sslContext);
        index.proxyFor(address).ifPresent(proxy -> {
            client.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
            if (proxy.user() != null) {
                // The JDK refuses Basic authentication for HTTPS over a proxy unless told otherwise before its first
                // use.
                if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
                    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
                }
                client.authenticator(proxyAuthenticator(proxy));
            }
        });
        return client.build();
    }

    private static SSLContext trusting(Path certificates) {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new PlatformException(
                    Problem.ofValue(
                            "environment_error",
                            "The certificates in " + certificates + " (SSL_CERT_FILE) cannot be read: " + e,
                            "certificate file",
                            certificates.toString(),
                            null,
                            List.of(),
                            "Correct or unset the variable SSL_CERT_FILE."),
                    e);
        }
    }

    private static Authenticator proxyAuthenticator(Proxy proxy) {
        char[] password =
                proxy.password() == null ? new char[0] : proxy.password().toCharArray();
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(proxy.user(), password)
                        : null;
            }
        };
    }

    /** An exception's own words, or those of what is behind it. */
    static String describe(IOException e) {
        Throwable root = e;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root.getMessage() != null) {
            return root.getMessage();
        }
        // Java's client says no more of the two commonest reasons than these.
        if (root instanceof ClosedChannelException) {
            return "the connection was refused";
        }
        return root instanceof UnresolvedAddressException
                ? "the host is unknown"
                : root.getClass().getSimpleName();
    }

    /** What could not be done, and what may help. */
    PlatformException failure(URI address, String what, Throwable cause) {
        return new PlatformException(
                Problem.of(
                        "environment_error",
                        purpose + " failed: " + IndexAccess.withoutCredentials(address.toString()) + " " + what,
                        "Check the network, the proxy in settings.xml and <indexUrl> with <serverId> (-Ddagster.indexUrl,"
                                + " -Ddagster.serverId), or " + otherWay),
                cause);
    }
}
