package io.github.dagstermaven.environment;

import io.github.dagstermaven.environment.PythonEnvironment.Index;
import io.github.dagstermaven.environment.PythonEnvironment.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** The index's address, with credentials only if the user's own variable has them. */
    URI url() {
        if (index != null) {
            return URI.create(index.url());
        }
        String configured =
                first("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL").orElse(PUBLIC_INDEX);
        // `name=url`, as uv has it.
        return URI.create(configured.replaceFirst("^[A-Za-z0-9_-]+=(?=https?:)", ""));
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
                .map(value -> URI.create(value.contains("://") ? value : "http://" + value))
                .map(IndexAccess::asProxy);
    }

    /** The whole environment of a uv process. */
    Map<String, String> uvVariables(boolean offline) {
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
        addIndex(result);
        translate("PIP_EXTRA_INDEX_URL", "UV_EXTRA_INDEX_URL", result);
        translate("PIP_TRUSTED_HOST", "UV_INSECURE_HOST", result);
        translate("PIP_CERT", "SSL_CERT_FILE", result);
        if (proxy != null) {
            addProxy(result);
        }
        return result;
    }

    /** Everything here that decides which packages are found, without credentials. */
    List<String> identity() {
        return List.of(
                withoutCredentials(url().toString()),
                first("UV_INDEX", "UV_EXTRA_INDEX_URL", "PIP_EXTRA_INDEX_URL")
                        .map(IndexAccess::withoutCredentials)
                        .orElse(""));
    }

    /** A text without user and password in the addresses that it contains. */
    static String withoutCredentials(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://");
    }

    private void addIndex(Map<String, String> result) {
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

    private static Proxy asProxy(URI uri) {
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
