package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.browser.Chromium;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dev server can be used like that of the command line, and ends with its Maven, however that one ends. */
@EnabledOnOs(OS.LINUX)
class DevServerIT {
    private static final Pattern ADDRESS =
            Pattern.compile("Dev server: (http://localhost:\\d+) \\(definitions\\.py\\); Ctrl-C ends it");

    private static final String[] COMMAND = {MavenBuild.goal("dev"), "-Ddagster.pythonFile=definitions.py"};

    @TempDir
    Path project;

    @TempDir
    Path profile;

    private RunningBuild build;

    @BeforeEach
    void copyExample() {
        MavenBuild.copyOf("dev-server", project);
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (build != null) {
            build.end();
        }
    }

    @Test
    void aBrowserShowsTheAsset() throws Exception {
        Chromium chromium = Chromium.require("THE BROWSER TEST OF THE DEV SERVER");

        String url = start();

        assertThat(chromium.render(url + "/assets", profile)).contains("/assets/orders", ">orders<");
    }

    @Test
    void itEndsCleanlyOnCtrlC() throws Exception {
        String url = start();
        assertThat(asked(url)).isEqualTo(200);

        build.send("INT");

        build.assertEnds();
        assertThat(build.log()).contains("The dev server is stopped").doesNotContain("BUILD FAILURE", "ERROR");
        build.assertNothingIsLeftRunning();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void inTheBackgroundOfAScriptItEndsToo(String signal) throws Exception {
        // What a shell without job control does to a command that is followed by "&".
        build = RunningBuild.start(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"), project, COMMAND);
        awaitedUrl();

        build.send(signal);

        build.assertEnds();
        build.assertNothingIsLeftRunning();
    }

    @Test
    void aServerOfABuildThatFailsEndsWithTheBuild() throws Exception {
        Path test = project.resolve("integration_test.py");
        Files.writeString(test, Files.readString(test).replace("== [[\"orders\"]]", "== [[\"customers\"]]"));

        MavenBuild failed = MavenBuild.run(project, "verify");

        assertThat(failed.exitCode()).as(failed.log()).isOne();
        assertThat(failed.lines())
                .anyMatch(line -> line.startsWith("[INFO] Dev server: http://localhost:"))
                .noneMatch(line -> line.contains("dev-stop"));
        Processes.awaitNoneMentioning(project);
    }

    @Test
    void definitionsThatDoNotLoadAreToldAndServedAllTheSame() throws Exception {
        Files.copy(
                project.resolve("broken.py"), project.resolve("definitions.py"), StandardCopyOption.REPLACE_EXISTING);

        String url = start();

        assertThat(build.log()).contains("definitions.py:4", "name 'raw_orders' is not defined");
        assertThat(asked(url)).isEqualTo(200);
    }

    private String start() throws Exception {
        build = RunningBuild.start(project, COMMAND);
        return awaitedUrl();
    }

    private String awaitedUrl() throws Exception {
        Processes.await("the server answers", Duration.ofMinutes(3), () -> {
            build.assertIsRunning();
            return ADDRESS.matcher(build.log()).find();
        });
        Matcher address = ADDRESS.matcher(build.log());
        assertThat(address.find()).isTrue();
        assertThat(Processes.mentioning(project)).hasSizeGreaterThan(4);
        return address.group(1);
    }

    private static int asked(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/server_info"))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
