package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.project.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches one file of known hash from a package index. */
final class PackageDownload {
    private static final Pattern HREF = Pattern.compile("href\\s*=\\s*[\"']([^\"']+)[\"']", Pattern.CASE_INSENSITIVE);

    private static final Duration STALL = Duration.ofMinutes(1);

    private final IndexConnection connection;
    private final Duration stall;

    PackageDownload(IndexAccess index) {
        this(index, STALL);
    }

    /** Gives up when nothing comes for that long. */
    PackageDownload(IndexAccess index, Duration stall) {
        this.connection = new IndexConnection(
                index, "Fetching uv", "install uv " + UvInstallation.MINIMUM_VERSION + " or newer on the PATH");
        this.stall = stall;
    }

    /**
     * Fetches a file of a project of the index.
     *
     * @throws PlatformException the index cannot be reached, does not have the file, or has another one of that name
     */
    void download(String project, String fileName, String sha256, Path to) throws IOException {
        URI page = connection.page(project);
        URI file = find(page, fileName).orElseThrow(() -> connection.failure(page, "does not list " + fileName, null));
        MessageDigest digest = Fingerprint.sha256();
        try (InputStream in = new DigestInputStream(connection.open(file, stall), digest)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw connection.failure(file, "broke off: " + IndexConnection.describe(e), e);
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
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.open(page, stall), StandardCharsets.UTF_8))) {
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
            throw connection.failure(page, "broke off: " + IndexConnection.describe(e), e);
        }
        return Optional.empty();
    }
}
