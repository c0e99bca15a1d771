package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** What settings.xml says, decrypted. */
final class SettingsAccess {
    private final Settings settings;
    private final SettingsDecrypter decrypter;

    SettingsAccess(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    /** The ids of all servers. */
    List<String> serverIds() {
        return settings.getServers().stream().map(Server::getId).sorted().toList();
    }

    /** The server with its password in clear. */
    Optional<Server> server(String id) {
        Server server = settings.getServer(id);
        if (server == null) {
            return Optional.empty();
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        Server clear = result.getServer();
        // Maven 3 reports a failed decryption here only, and leaves the password as it was: {...}.
        if (clear == null || isEncrypted(clear.getPassword())) {
            throw undecryptable("server '" + id + "'", result.getProblems());
        }
        return Optional.of(clear);
    }

    /** The first active proxy, with its password in clear. */
    Optional<Proxy> proxy() {
        Proxy proxy = settings.getActiveProxy();
        if (proxy == null) {
            return Optional.empty();
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        Proxy clear = result.getProxy();
        if (clear == null || isEncrypted(clear.getPassword())) {
            throw undecryptable("proxy '" + proxy.getId() + "'", result.getProblems());
        }
        return Optional.of(clear);
    }

    /**
     * The mirror that names a repository id literally. Wildcards are meant for Maven repositories, never for a Python
     * package index.
     */
    Optional<Mirror> mirrorOf(String repositoryId) {
        return settings.getMirrors().stream()
                .filter(mirror -> mirror.getMirrorOf() != null
                        && Arrays.stream(mirror.getMirrorOf().split(","))
                                .map(String::strip)
                                .anyMatch(repositoryId::equals))
                .findFirst();
    }

    private static boolean isEncrypted(String password) {
        return password != null && password.startsWith("{") && password.endsWith("}");
    }

    private static PlatformException undecryptable(String what, List<SettingsProblem> problems) {
        String reason = problems.isEmpty() ? "" : ": " + problems.get(0).getMessage();
        return new PlatformException(
                Problem.of(
                        "undecryptable_password",
                        "The password of " + what + " in settings.xml cannot be decrypted" + reason,
                        "Check the master password (settings-security.xml) or encrypt the password again"),
                null);
    }
}
