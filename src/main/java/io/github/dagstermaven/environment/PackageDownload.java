package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import io.github.dagstermaven.project.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Fetches one file of known hash from a package index. */
final class PackageDownload {
    private static final int MAXIMUM_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Pattern HREF = Pattern.compile("href\\s*=\\s*[\"']([^\"']+)[\"']", Pattern.CASE_INSENSITIVE);

    private static final Duration STALL = Duration.ofMinutes(1);

    private final IndexAccess index;
    private final Duration stall;

    PackageDownload(IndexAccess index) {
        this(index, STALL);
    }

    /** Gives up when nothing comes for that long. */
    PackageDownload(IndexAccess index, Duration stall) {
        this.index = index;
        this.stall = stall;
    }

    /**
     * Fetches a file of a project of the index.
     *
     * @throws PlatformException the index cannot be reached, does not have the file, or has another one of that name
     */
    void download(String project, String fileName, String sha256, Path to) throws IOException {
        String base = IndexAccess.withoutCredentials(index.url().toString());
        URI page = URI.create((base.endsWith("/") ? base : base + "/") + project + "/");
        URI file = find(page, fileName).orElseThrow(() -> failure(page, "does not list " + fileName, null));
        MessageDigest digest = Fingerprint.sha256();
        try (InputStream in = new DigestInputStream(open(file), digest)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(file, "broke off: " + describe(e), e);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new PlatformException(
                    Problem.of(
                            "environment_error",
                            "The file " + fileName + " from " + file.getHost()
                                    + " is not the expected one: its SHA-256 is " + actual + " instead of " + sha256,
                            "Do not trust that index or proxy; name another one with <indexUrl> (-Ddagster.indexUrl), or"
                                    + " install uv " + UvInstallation.MINIMUM_VERSION + " or newer on the PATH."),
                    null);
        }
    }

    /** The address of a file on a page of several megabytes, which is read only as far as needed. */
    private Optional<URI> find(URI page, String fileName) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(page), StandardCharsets.UTF_8))) {
            StringBuilder tag = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c != '>') {
                    tag.append((char) c);
                    continue;
                }
                Matcher href = HREF.matcher(tag);
                if (href.find()) {
                    String target = href.group(1).replace("&amp;", "&").replaceFirst("#.*$", "");
                    if (target.replaceFirst("\\?.*$", "").endsWith("/" + fileName) || target.equals(fileName)) {
                        return Optional.of(page.resolve(target));
                    }
                }
                tag.setLength(0);
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(page, "broke off: " + describe(e), e);
        }
        return Optional.empty();
    }

    private InputStream open(URI address) throws IOException {
        URI current = address;
        for (int i = 0; i < MAXIMUM_REDIRECTS; i++) {
            HttpResponse<InputStream> response = send(current);
            int status = response.statusCode();
            if (status == 200) {
                return new UnstalledStream(response.body(), stall);
            }
            response.body().close();
            Optional<String> location = response.headers().firstValue("location");
            if (status / 100 != 3 || location.isEmpty()) {
                throw failure(current, "answered with HTTP status " + status, null);
            }
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
            throw new InterruptedIOException("Interrupted while fetching " + address);
        } catch (IOException e) {
            throw failure(address, "cannot be reached: " + describe(e), e);
        }
    }

    private HttpClient client(URI address) {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        index.certificates().map(PackageDownload::trusting).ifPresent(client::sslContext);
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

    private static String describe(IOException e) {
        Throwable root = e;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static PlatformException failure(URI address, String what, Throwable cause) {
        return new PlatformException(
                Problem.of(
                        "environment_error",
                        "Fetching uv failed: " + IndexAccess.withoutCredentials(address.toString()) + " " + what,
                        "Check the network, the proxy in settings.xml and <indexUrl> with <serverId> (-Ddagster.indexUrl,"
                                + " -Ddagster.serverId), or install uv " + UvInstallation.MINIMUM_VERSION
                                + " or newer on the PATH."),
                cause);
    }
}
