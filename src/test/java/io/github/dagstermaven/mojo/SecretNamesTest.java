package io.github.dagstermaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretNamesTest {

    @TempDir
    Path project;

    private final Settings settings = new Settings();

    @Test
    void aVariableOfTheEnvironmentWinsOverTheEnvFile() throws Exception {
        Files.writeString(project.resolve(".env"), "TOKEN=from-file\n");

        assertThat(names(Map.of("TOKEN", "from-environment"))
                        .resolve(List.of("TOKEN"))
                        .values())
                .containsExactly(Map.entry("TOKEN", "from-environment"));
    }

    @Test
    void aVariableOfTheEnvFileIsFoundAndUnquoted() throws Exception {
        Files.writeString(project.resolve(".env"), "A=1\nexport TOKEN = \"s3cret word\"\n");

        assertThat(names(Map.of()).resolve(List.of("TOKEN")).values())
                .containsExactly(Map.entry("TOKEN", "s3cret word"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "TOKEN=s3cret  # a comment~s3cret",
                "TOKEN=s3cret#1~s3cret#1",
                "TOKEN=\"a # b\" # c~a # b",
                "TOKEN='a\\n'~a\\n",
                "TOKEN=\"say \\\"hi\\\"\"~say \"hi\"",
            })
    void theEnvFileIsReadAsPythonDotenvReadsIt(String content, String expected) throws Exception {
        Files.writeString(project.resolve(".env"), content + "\n");

        assertThat(names(Map.of()).resolve(List.of("TOKEN")).values()).containsExactly(Map.entry("TOKEN", expected));
    }

    @Test
    void theLastValueInTheEnvFileCounts() throws Exception {
        Files.writeString(project.resolve(".env"), "TOKEN=first\nTOKEN=second\n");

        assertThat(names(Map.of()).resolve(List.of("TOKEN")).values()).containsExactly(Map.entry("TOKEN", "second"));
    }

    @Test
    void theUserNameAndThePasswordOfAServerAreSecrets() {
        Server server = new Server();
        server.setId("my-warehouse");
        server.setUsername("loader");
        server.setPassword("s3cret");
        settings.addServer(server);

        Secrets secrets = names(Map.of()).resolve(List.of("my-warehouse"));

        assertThat(secrets.values())
                .containsOnly(
                        Map.entry("MY_WAREHOUSE_USERNAME", "loader"), Map.entry("MY_WAREHOUSE_PASSWORD", "s3cret"));
        assertThat(secrets.mask("loader:s3cret@warehouse")).isEqualTo("********:********@warehouse");
    }

    @Test
    void aNameThatIsNowhereIsRefusedWithTheServersThereAre() {
        Server server = new Server();
        server.setId("warehouse");
        settings.addServer(server);

        assertThatThrownBy(() -> names(Map.of()).resolve(List.of("warehous")))
                .isInstanceOf(PipelineException.class)
                .hasMessage("The secret 'warehous' is neither an environment variable nor the id of a server in"
                        + " settings.xml")
                .extracting(e -> ((PipelineException) e).problems().get(0).choices())
                .isEqualTo(List.of("warehouse"));
    }

    private SecretNames names(Map<String, String> environment) {
        return new SecretNames(
                environment, List.of(project.resolve(".env")), new SettingsAccess(settings, SecretNamesTest::asItIs));
    }

    private static SettingsDecryptionResult asItIs(SettingsDecryptionRequest request) {
        return new SettingsDecryptionResult() {
            @Override
            public Server getServer() {
                return request.getServers().get(0);
            }

            @Override
            public List<Server> getServers() {
                return request.getServers();
            }

            @Override
            public Proxy getProxy() {
                return null;
            }

            @Override
            public List<Proxy> getProxies() {
                return List.of();
            }

            @Override
            public List<SettingsProblem> getProblems() {
                return List.of();
            }
        };
    }
}
