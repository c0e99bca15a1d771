package io.github.dagstermaven.environment;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.environment.PythonEnvironment.Index;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where packages come from and how the network is reached, for uv and for ourselves. */
final class IndexAccess {
    private static final String PUBLIC_INDEX = "https://pypi.org/simple";
    private static final String[] INDEX_VARIABLES = {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"};
    /** What of the user's own environment has a say in which versions uv chooses. */
    private static final List<String> DECIDING = List.of(
            "UV_INDEX",
            "UV_EXTRA_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "UV_FIND_LINKS",
            "UV_INDEX_STRATEGY",
            "UV_EXCLUDE_NEWER",
            "UV_PRERELEASE",
            "UV_RESOLUTION",
            "UV_FORK_STRATEGY",
            "UV_NO_SOURCES",
            "UV_TORCH_BACKEND",
            "UV_CONSTRAINT",
            "UV_OVERRIDE",
            "UV_BUILD_CONSTRAINT",
            "UV_CONFIG_FILE");

    /** Those of them that name files, several separated by blanks. */
    private static final List<String> DECIDING_FILES =
            List.of("UV_CONSTRAINT", "UV_OVERRIDE", "UV_BUILD_CONSTRAINT", "UV_CONFIG_FILE");

    private static final String INDEX_NAME = "dagster-maven";
    private static final String INDEX_VARIABLE = "UV_INDEX_DAGSTER_MAVEN";
    /** What would lead uv or Python to another environment than the one that is being built. */
    private static final List<String> FOREIGN = List.of(
            "PYTHONPATH",
            "PYTHONHOME",
            "PYTHONDONTWRITEBYTECODE",
            "VIRTUAL_ENV",
            "CONDA_PREFIX",
            "UV_PROJECT_ENVIRONMENT",
            "UV_SYSTEM_PYTHON",
            "UV_PYTHON",
            "UV_PROJECT",
            "UV_WORKING_DIR",
            "UV_OFFLINE",
            "UV_NO_CACHE");

    private final Index index;
    private final Proxy proxy;
    private final Map<String, String> variables;

    IndexAccess(Index index, Proxy proxy, Map<String, String> variables) {
        this.index = index;
        this.proxy = proxy;
        this.variables = variables;
    }

    /**
     * The index's address for a request of our own, with credentials only if the user's own variable has them.
     *
     * @throws PipelineException it is not one that can be asked
     */
    URI url() {
        URI uri = parsed(address());
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw unusable(
                    "is not an address that uv can be fetched from: it starts with neither http:// nor https://");
        }
        if (uri.getHost() == null) {
            throw unusable("has a host that Java cannot reach: a name without '_' or an IP address is needed");
        }
        return uri;
    }

    /** Refuses an address that says nothing to uv either; a mirror may be a folder, though, or have any name. */
    void requireAddress() {
        if (index != null && parsed(index.url()).getScheme() == null) {
            throw unusable("is not an address: it does not start with https://");
        }
    }

    private URI parsed(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw unusable("is not an address: " + e.getReason());
        }
    }

    private PipelineException unusable(String what) {
        String shown = withoutCredentials(address());
        return new PipelineException(Problem.ofValue(
                "invalid_parameter",
                "The package index '" + shown + "' (" + source() + ") " + what,
                "package index",
                shown,
                "indexUrl",
                List.of(),
                "Write it as https://pypi.example.org/simple in <indexUrl> (-Ddagster.indexUrl), or install uv "
                        + UvInstallation.MINIMUM_VERSION + " or newer on the PATH if it can only be reached by uv."));
    }

    private String address() {
        if (index != null) {
            return index.url();
        }
        // `name=url`, as uv has it.
        return first(INDEX_VARIABLES).orElse(PUBLIC_INDEX).replaceFirst("^[A-Za-z0-9_-]+=(?=[a-z]+:)", "");
    }

    private String source() {
        return index != null
                ? "<indexUrl>"
                : Arrays.stream(INDEX_VARIABLES)
                        .filter(name -> first(name).isPresent())
                        .findFirst()
                        .orElse("the default");
    }

    /** User and password for the index, joined by a colon; empty when it needs none. */
    Optional<String> credentials() {
        if (index != null && index.user() != null) {
            return Optional.of(index.user() + ":" + (index.password() == null ? "" : index.password()));
        }
        return Optional.ofNullable(url().getUserInfo());
    }

    /** The proxy for an address; empty for a direct connection. */
    Optional<Proxy> proxyFor(URI address) {
        if (proxy != null) {
            return bypasses(address.getHost(), proxy.nonProxyHosts()) ? Optional.empty() : Optional.of(proxy);
        }
        String own = address.getScheme().equals("https") ? "https_proxy" : "http_proxy";
        String excluded =
                first("no_proxy", "NO_PROXY").orElse("").replace(',', '|').replaceAll("(^|\\|)\\s*\\.", "$1*.");
        return first(own, own.toUpperCase(Locale.ROOT), "all_proxy", "ALL_PROXY")
                .filter(value -> !bypasses(address.getHost(), excluded))
                .map(IndexAccess::asProxy);
    }

    /** The whole environment of a uv process. */
    Map<String, String> uvVariables(boolean offline, IndexOptions options) {
        // On Windows names of variables differ in case at will.
        Map<String, String> result =
                Platform.current().isWindows() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new LinkedHashMap<>();
        result.putAll(variables);
        FOREIGN.forEach(result::remove);
        result.put("UV_NO_PROGRESS", "1");
        result.put("NO_COLOR", "1");
        result.put("UV_PYTHON_DOWNLOADS", "manual");
        if (offline) {
            result.put("UV_OFFLINE", "1");
        }
        addIndex(result, options);
        translate("PIP_EXTRA_INDEX_URL", "UV_EXTRA_INDEX_URL", result);
        append(result, "UV_EXTRA_INDEX_URL", " ", options.extraIndexes());
        append(result, "UV_FIND_LINKS", ",", options.findLinks());
        translate("PIP_TRUSTED_HOST", "UV_INSECURE_HOST", result);
        translate("PIP_CERT", "SSL_CERT_FILE", result);
        if (proxy != null) {
            addProxy(result);
        }
        return result;
    }

    /** The certificates to trust instead of Java's own, as uv does; empty when no variable names a file. */
    Optional<Path> certificates() {
        return first("SSL_CERT_FILE", "PIP_CERT").map(Path::of);
    }

    /** Everything here that decides which packages are found, without credentials. */
    List<String> identity() {
        List<String> result = new ArrayList<>(List.of(withoutCredentials(address())));
        for (String name : DECIDING) {
            first(name).ifPresent(value -> result.add(name + "=" + withoutCredentials(value)));
        }
        return result;
    }

    /** The files that the user's variables name and that have a say in which versions are chosen. */
    List<Path> decidingFiles(Path directory) {
        return DECIDING_FILES.stream()
                .flatMap(name -> first(name).stream())
                .flatMap(value -> Arrays.stream(value.split("\\s+")))
                .filter(value -> !value.contains("://"))
                .map(directory::resolve)
                .toList();
    }

    /** A text without user and password in the addresses that it contains. */
    static String withoutCredentials(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://");
    }

    private void addIndex(Map<String, String> result, IndexOptions options) {
        if (index == null && options.defaultIndex() != null) {
            result.remove("UV_INDEX_URL");
            result.put("UV_DEFAULT_INDEX", options.defaultIndex());
            return;
        }
        if (index == null) {
            if (!result.containsKey("UV_DEFAULT_INDEX") && !result.containsKey("UV_INDEX_URL")) {
                translate("PIP_INDEX_URL", "UV_DEFAULT_INDEX", result);
            }
            return;
        }
        result.remove("UV_INDEX_URL");
        result.put("UV_DEFAULT_INDEX", INDEX_NAME + "=" + index.url());
        if (index.user() != null) {
            result.put(INDEX_VARIABLE + "_USERNAME", index.user());
            result.put(INDEX_VARIABLE + "_PASSWORD", index.password() == null ? "" : index.password());
        }
    }

    private void addProxy(Map<String, String> result) {
        String user = proxy.user() == null
                ? ""
                : encode(proxy.user()) + ":" + encode(proxy.password() == null ? "" : proxy.password()) + "@";
        String url = "http://" + user + proxy.host() + ":" + proxy.port();
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")) {
            result.remove(name);
            result.remove(name.toLowerCase(Locale.ROOT));
        }
        result.put("HTTP_PROXY", url);
        result.put("HTTPS_PROXY", url);
        if (proxy.nonProxyHosts() != null) {
            result.put(
                    "NO_PROXY",
                    Arrays.stream(proxy.nonProxyHosts().split("\\|"))
                            .map(host -> host.startsWith("*.") ? host.substring(1) : host)
                            .collect(Collectors.joining(",")));
        }
    }

    private static void append(Map<String, String> result, String name, String separator, List<String> values) {
        if (!values.isEmpty()) {
            result.merge(name, String.join(separator, values), (before, added) -> before + separator + added);
        }
    }

    private void translate(String from, String to, Map<String, String> result) {
        String value = result.get(from);
        if (value != null && !value.isBlank()) {
            result.putIfAbsent(to, value.strip());
        }
    }

    private Optional<String> first(String... names) {
        return Arrays.stream(names)
                .map(variables::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }

    private static Proxy asProxy(String address) {
        URI uri = URI.create("unknown:/");
        try {
            uri = new URI(address.contains("://") ? address : "http://" + address);
        } catch (URISyntaxException e) {
            // Treated like an address without a host.
        }
        if (uri.getHost() == null) {
            String shown = withoutCredentials(address);
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "The proxy '" + shown + "' of the environment variables is not an address with a host",
                    "proxy",
                    shown,
                    null,
                    List.of(),
                    "Correct the variable https_proxy, http_proxy or all_proxy, or set the proxy in settings.xml."));
        }
        String[] user =
                uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        return new Proxy(uri.getHost(), port, user.length > 0 ? user[0] : null, user.length > 1 ? user[1] : null, null);
    }

    private static boolean bypasses(String host, String patterns) {
        return patterns != null
                && Arrays.stream(patterns.split("\\|"))
                        .map(String::strip)
                        .filter(pattern -> !pattern.isEmpty())
                        .anyMatch(pattern ->
                                host.matches(pattern.replace(".", "\\.").replace("*", ".*")));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
