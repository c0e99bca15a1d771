package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.settings.Server;

/**
 * Turns the names below {@code <secrets>} into values: a variable of the environment or of the project's {@code .env} file, or a server of
 * settings.xml, whose user name and password become the variables {@code <ID>_USERNAME} and {@code <ID>_PASSWORD}.
 */
final class SecretNames {
    private final Map<String, String> environment;
    private final List<Path> dotEnv;
    private final SettingsAccess settings;

    SecretNames(Map<String, String> environment, List<Path> dotEnv, SettingsAccess settings) {
        this.environment = environment;
        this.dotEnv = dotEnv;
        this.settings = settings;
    }

    /** Values by variable name. */
    Secrets resolve(List<String> names) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : names) {
            String value = environment.containsKey(name)
                    ? environment.get(name)
                    : fromDotEnv(name).orElse(null);
            if (value != null) {
                values.put(name, value);
                continue;
            }
            Server server = settings.server(name).orElseThrow(() -> unknown(name));
            String variable = variable(name);
            if (server.getUsername() != null) {
                values.put(variable + "_USERNAME", server.getUsername());
            }
            String password = server.getPassword() != null ? server.getPassword() : server.getPassphrase();
            if (password != null) {
                values.put(variable + "_PASSWORD", password);
            }
        }
        return new Secrets(values);
    }

    /** {@code my-warehouse} becomes {@code MY_WAREHOUSE}. */
    static String variable(String serverId) {
        return serverId.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private Optional<String> fromDotEnv(String name) {
        return dotEnv.stream().filter(Files::isRegularFile).findFirst().flatMap(file -> valueIn(file, name));
    }

    /** A value as python-dotenv reads it: in quotes as it stands there, else up to a comment; the last one counts. */
    private static Optional<String> valueIn(Path file, String name) {
        Pattern assignment = Pattern.compile("(?m)^[ \\t]*(?:export[ \\t]+)?" + Pattern.quote(name)
                + "[ \\t]*=[ \\t]*(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\r\\n]*))");
        String value = null;
        try {
            Matcher matcher = assignment.matcher(Files.readString(file));
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    value = matcher.group(1);
                } else if (matcher.group(2) != null) {
                    value = matcher.group(2)
                            .replace("\\n", "\n")
                            .replace("\\\"", "\"")
                            .replace("\\\\", "\\");
                } else {
                    value = matcher.group(3).replaceFirst("(^|\\s+)#.*$", "").strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        return Optional.ofNullable(value);
    }

    private PipelineException unknown(String name) {
        return new PipelineException(Problem.ofValue(
                "unknown_name",
                "The secret '" + name + "' is neither an environment variable nor the id of a server in settings.xml",
                "server",
                name,
                "secrets",
                settings.serverIds(),
                "Set the variable, or add the server to settings.xml"));
    }
}
