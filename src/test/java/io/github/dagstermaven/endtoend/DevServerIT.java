package io.github.dagstermaven.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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

    @TempDir
    Path project;

    @TempDir
    Path profile;

    private Path output;
    private Process maven;

    @BeforeEach
    void copyExample() {
        MavenBuild.copyOf("dev-server", project);
        output = project.resolve("build.log");
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (maven != null) {
            maven.destroyForcibly();
        }
        for (long pid : ofThisProject()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        // Else the folder is written to while it is deleted.
        assertNothingIsLeftRunning(Duration.ofSeconds(20));
    }

    @Test
    void aBrowserShowsTheAsset() throws Exception {
        Optional<Chromium> chromium = Chromium.find();
        if (chromium.isEmpty()) {
            System.err.println("WARNING: no Chromium on the PATH: THE BROWSER TEST OF THE DEV SERVER IS SKIPPED");
        }
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on the PATH");

        String url = start(List.of());

        assertThat(chromium.get().render(url + "/assets", profile)).contains("/assets/orders", ">orders<");
    }

    @Test
    void itEndsCleanlyOnCtrlC() throws Exception {
        // Whatever has started this build: what a terminal sends must arrive.
        String url = start(List.of("env", "--default-signal=INT"));
        assertThat(asked(url)).isEqualTo(200);

        send("INT");

        assertThat(maven.waitFor(20, TimeUnit.SECONDS)).as(this::log).isTrue();
        assertThat(log()).contains("The dev server is stopped").doesNotContain("BUILD FAILURE", "ERROR");
        assertNothingIsLeftRunning(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void inTheBackgroundOfAScriptItEndsToo(String signal) throws Exception {
        // What a shell without job control does to a command that is followed by "&".
        start(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));

        send(signal);

        assertThat(maven.waitFor(20, TimeUnit.SECONDS)).as(this::log).isTrue();
        assertNothingIsLeftRunning(Duration.ofSeconds(8));
    }

    @Test
    void aServerOfABuildThatFailsEndsWithTheBuild() throws Exception {
        Path test = project.resolve("integration_test.py");
        Files.writeString(test, Files.readString(test).replace("== [[\"orders\"]]", "== [[\"customers\"]]"));

        MavenBuild build = MavenBuild.run(project, "verify");

        assertThat(build.exitCode()).as(build.log()).isOne();
        assertThat(build.lines())
                .anyMatch(line -> line.startsWith("[INFO] Dev server: http://localhost:"))
                .noneMatch(line -> line.contains("dev-stop"));
        assertThat(ofThisProject()).isEmpty();
    }

    @Test
    void definitionsThatDoNotLoadAreToldAndServedAllTheSame() throws Exception {
        Files.copy(
                project.resolve("broken.py"), project.resolve("definitions.py"), StandardCopyOption.REPLACE_EXISTING);

        String url = start(List.of());

        assertThat(log()).contains("definitions.py:4", "name 'raw_orders' is not defined");
        assertThat(asked(url)).isEqualTo(200);
    }

    private String start(List<String> launcher) throws Exception {
        maven = MavenBuild.start(
                launcher, project, output, MavenBuild.goal("dev"), "-Ddagster.pythonFile=definitions.py");
        Processes.await("the server answers", Duration.ofMinutes(3), () -> {
            assertThat(maven.isAlive()).as(this::log).isTrue();
            return ADDRESS.matcher(log()).find();
        });
        Matcher address = ADDRESS.matcher(log());
        assertThat(address.find()).isTrue();
        assertThat(ofThisProject()).hasSizeGreaterThan(3);
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

    private void send(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(maven.pid()))
                .start()
                .waitFor();
    }

    private void assertNothingIsLeftRunning(Duration limit) throws Exception {
        Processes.await(
                "nothing of the server runs any more",
                limit,
                () -> ofThisProject().isEmpty());
    }

    /** The processes of the server, which do not all work in the project: known by the home that they were given. */
    private List<Long> ofThisProject() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            String home = "DAGSTER_HOME=" + project.toRealPath().resolve("target/dagster/home");
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> environment(process).contains(home))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .filter(Processes::isAlive)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }
}
