package io.github.dagstermaven.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.process.ChildProcess;
import io.github.dagstermaven.process.Command;
import io.github.dagstermaven.process.CommandResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the real uv. One environment is real, from the machine's own package index; where Dagster itself is not the point, an
 * index of stand-ins keeps the suite short.
 */
class PythonEnvironmentIT {
    @TempDir
    static Path shared;

    private static Path sharedProject;
    private static PythonEnvironment built;
    private static final List<String> BUILD_LOG = new ArrayList<>();
    private static PackageIndex standIns;

    @TempDir
    Path directory;

    @BeforeAll
    static void buildOneWithoutAnyUvOnThePath() throws IOException {
        sharedProject = project(shared.resolve("project"), "\"dagster==1.13.27\"");
        built = PythonEnvironment.resolve(shared(sharedProject).build(), BUILD_LOG::add);
        standIns = new PackageIndex(List.of("1.12.22", "1.13.26", "1.13.27"));
    }

    // JUnit warns about every link out of a folder that it deletes, and an environment's Python is one.
    @AfterEach
    void deleteEnvironments() throws IOException {
        Cache.delete(directory);
    }

    @AfterAll
    static void deleteShared() throws IOException {
        standIns.close();
        Cache.delete(shared);
    }

    @Test
    void withNothingInTheCacheUvIsFetchedAndAnEnvironmentBuilt() throws IOException {
        assertThat(built.created()).isTrue();
        assertThat(built.dagsterVersion()).isEqualTo("1.13.27");
        assertThat(built.locked()).isFalse();
        assertThat(shared.resolve("cache/uv/0.13.9/uv")).isExecutable();
        assertThat(BUILD_LOG)
                .contains(
                        "Fetching uv 0.13.9",
                        "The requirements are unlocked: versions were chosen now and are kept until -U");
        CommandResult result = python(built, "import dagster_webserver, dagster_maven_bridge, sys; print(sys.version)");
        assertThat(result.stdout()).startsWith(built.pythonVersion());
        assertThat(built.sharedVariables())
                .containsEntry(
                        "DAGSTER_MAVEN_SCHEMAS", shared.resolve("cache/schemas").toString());
    }

    @Test
    void theBridgeIsCompiledForThatPython() throws IOException {
        try (Stream<Path> files = Files.list(built.bridgeDirectory().resolve("dagster_maven_bridge/__pycache__"))) {
            assertThat(files).isNotEmpty();
        }
    }

    @Test
    void theSecondTimeNothingIsStartedAndNoNetworkIsNeeded() {
        Specifications again = shared(sharedProject);
        again.offline = true;
        again.variables.put("PATH", "");
        List<String> log = new ArrayList<>();

        PythonEnvironment found = PythonEnvironment.resolve(again.build(), log::add);

        assertThat(found.created()).isFalse();
        assertThat(found.root()).isEqualTo(built.root());
        assertThat(log).isEmpty();
    }

    @Test
    void equalRequirementsInOtherWordsShareTheEnvironment() throws IOException {
        Path other = directory.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("requirements.txt"), "dagster-webserver\ndagster == 1.13.27\n");

        PythonEnvironment found = PythonEnvironment.resolve(shared(other).build(), line -> {});

        assertThat(found.root()).isEqualTo(built.root());
        assertThat(found.created()).isFalse();
    }

    @Test
    void aDamagedEnvironmentIsNoticedAndBuiltAgainWithTheSameVersions() throws IOException {
        PythonEnvironment first =
                PythonEnvironment.resolve(own(sharedProject, directory).build(), line -> {});
        Path sitePackages = Platform.current().sitePackages(first.root(), first.pythonVersion());
        Files.delete(sitePackages.resolve("dagster/__init__.py"));
        List<String> log = new ArrayList<>();

        PythonEnvironment second =
                PythonEnvironment.resolve(own(sharedProject, directory).build(), log::add);

        assertThat(second.created()).isTrue();
        assertThat(second.root()).as("others may still run on the damaged one").isNotEqualTo(first.root());
        assertThat(first.root()).exists();
        assertThat(log)
                .anyMatch(line -> line.matches("The Python environment [0-9a-f]+ is damaged and is built again"));
        assertThat(log).doesNotContain("Choosing versions of the requirements");
        assertThat(python(second, "import dagster; print(dagster.__version__)").stdout())
                .isEqualTo("1.13.27\n");
    }

    @Test
    void whatABuildLeftThatWasKilledIsNeverUsedAndOfManyBuildsOneBuilds() throws Exception {
        PackageIndex.Hold download = standIns.hold("dagster_webserver", "1.13.27");
        try (ChildProcess killed = resolveInAnotherJvm(new ArrayList<>())) {
            download.awaitRequest();
            killed.endTree(Duration.ZERO);
        }
        download.release();
        try (Stream<Path> left = Files.list(directory.resolve("environments"))) {
            assertThat(left).hasSize(1).allMatch(folder -> folder.toString().endsWith("-1"));
        }
        List<String> otherJvm = new ArrayList<>();
        try (ChildProcess other = resolveInAnotherJvm(otherJvm)) {
            List<CompletableFuture<PythonEnvironment>> threads = Stream.of(1, 2)
                    .map(i -> CompletableFuture.supplyAsync(() -> PythonEnvironment.resolve(
                            own(sharedProject, directory).build(), line -> {})))
                    .toList();
            List<PythonEnvironment> results =
                    threads.stream().map(CompletableFuture::join).toList();
            assertThat(other.await(Duration.ofMinutes(2)).orElseThrow().code()).isZero();
            other.awaitOutput();

            long created = results.stream().filter(PythonEnvironment::created).count()
                    + otherJvm.stream().filter("created"::equals).count();
            assertThat(created).isEqualTo(1);
            assertThat(python(results.get(0), "import dagster_webserver; print('ok')")
                            .stdout())
                    .isEqualTo("ok\n");
        }
    }

    @Test
    void theLockOfTheProjectDecides() throws IOException {
        Path project = project(directory.resolve("locked"), "\"dagster>=1.13\", \"dagster-webserver\"");
        Path uv = shared.resolve("cache/uv/0.13.9/uv");
        Files.writeString(
                project.resolve("pyproject.toml"),
                "\n[tool.uv]\nconstraint-dependencies = [\"dagster==1.13.26\"]\n",
                StandardOpenOption.APPEND);
        CommandResult lock = ChildProcess.run(
                Command.inheriting(
                                List.of(uv.toString(), "lock", "--quiet", "--python-preference", "only-system"),
                                project)
                        .with(own(project, directory).variables),
                Duration.ofMinutes(1),
                line -> {});
        assertThat(lock.succeeded()).as(lock.stderr()).isTrue();

        PythonEnvironment locked =
                PythonEnvironment.resolve(own(project, directory).build(), line -> {});

        assertThat(locked.locked()).isTrue();
        assertThat(locked.dagsterVersion()).isEqualTo("1.13.26");
    }

    @Test
    void whatHadToBeChosenBesideALockIsNamedAndIsNotCalledLocked() throws IOException {
        Path project = Files.createDirectories(directory.resolve("half"));
        Files.writeString(
                project.resolve("requirements.txt"), "dagster==1.13.26 --hash=" + standIns.hash("dagster", "1.13.26"));
        List<String> log = new ArrayList<>();

        PythonEnvironment half =
                PythonEnvironment.resolve(own(project, directory).build(), log::add);

        assertThat(half.locked()).isFalse();
        assertThat(log)
                .contains("unlocked: dagster-webserver and 1 more are not in requirements.txt; chosen now and kept"
                        + " until -U");
    }

    @Test
    void aBuildThatRenewsChoosesOnceHoweverManyGoalsAndModulesItHas() throws IOException {
        Specifications renewing = own(project(directory.resolve("renewed"), "\"dagster>=1.13\""), directory);
        PythonEnvironment.resolve(renewing.build(), line -> {});
        renewing.renewedSince = Instant.now();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();

        PythonEnvironment.resolve(renewing.build(), first::add);
        PythonEnvironment.resolve(renewing.build(), second::add);

        assertThat(first).contains("Choosing versions of the requirements");
        assertThat(second).isEmpty();
    }

    @Test
    void filesThatAreGoneAreNoticedWhenItIsAskedFor() throws IOException {
        PythonEnvironment first =
                PythonEnvironment.resolve(own(sharedProject, directory).build(), line -> {});
        assertThat(first.recheck()).isTrue();
        Path graphql = Platform.current()
                .sitePackages(first.root(), first.pythonVersion())
                .resolve("dagster_graphql/__init__.py");
        // In place: neither a folder nor Dagster's own record changes.
        Files.writeString(graphql, "");

        assertThat(PythonEnvironment.resolve(own(sharedProject, directory).build(), line -> {})
                        .root())
                .as("not looked at in every build")
                .isEqualTo(first.root());
        assertThat(first.recheck()).isFalse();
        PythonEnvironment second =
                PythonEnvironment.resolve(own(sharedProject, directory).build(), line -> {});
        assertThat(second.created()).isTrue();
        assertThat(second.recheck()).isTrue();
    }

    @Test
    void indexesAndFoldersThatARequirementsFileNamesServeTheInstallationToo() throws IOException {
        Path project = Files.createDirectories(directory.resolve("options"));
        PackageIndex.write(project.resolve("wheels"), "from_folder", "1");
        try (PackageIndex extra = new PackageIndex(List.of()).with("from_index", "2")) {
            Files.writeString(
                    project.resolve("requirements.txt"),
                    "--extra-index-url " + extra.url()
                            + "\n--find-links ./wheels\ndagster==1.13.27\nfrom-folder\nfrom-index\n");

            PythonEnvironment found =
                    PythonEnvironment.resolve(own(project, directory).build(), line -> {});

            assertThat(python(found, "import from_folder, from_index; print(from_index.__version__)")
                            .stdout())
                    .isEqualTo("2\n");
        }
    }

    @Test
    void aVersionOfDagsterWithoutAWebserverIsServedWithoutOne() throws IOException {
        try (PackageIndex index = new PackageIndex(List.of("1.13.27")).with("dagster", "1.13.28")) {
            Specifications pinned = own(project(directory.resolve("new"), "\"dagster==1.13.28\""), directory);
            pinned.variables.put("UV_DEFAULT_INDEX", index.url());
            List<String> log = new ArrayList<>();

            PythonEnvironment found = PythonEnvironment.resolve(pinned.build(), log::add);

            assertThat(found.dagsterVersion()).isEqualTo("1.13.28");
            assertThat(log)
                    .contains("The package index has no dagster-webserver that fits: the environment is without it, and"
                            + " the dev goals will not work");
        }
    }

    @Test
    void anExplicitVersionOfDagsterWinsOverTheProjectsAndItsLibrariesFollow() throws IOException {
        Path project = project(directory.resolve("pinned"), "\"dagster==1.13.27\", \"dagster-graphql==1.13.27\"");
        Specifications explicit = own(project, directory);
        explicit.dagsterVersion = "1.12.22";

        PythonEnvironment found = PythonEnvironment.resolve(explicit.build(), line -> {});

        assertThat(found.dagsterVersion()).isEqualTo("1.12.22");
        assertThat(found.root().resolve("requirements.txt"))
                .content()
                .contains("dagster-graphql==1.12.22", "dagster-webserver==1.12.22");
    }

    @Test
    void aVersionOfDagsterThatIsTooOldIsRefusedAtOnce() {
        Specifications old = own(sharedProject, directory.resolve("cache"));
        old.dagsterVersion = "1.9.13";

        assertThat(failure(old))
                .isInstanceOf(PlatformException.class)
                .hasMessage("Dagster 1.9.13 (asked for) is too old: 1.10 or newer is needed");
        assertThat(directory.resolve("cache")).doesNotExist();
    }

    @Test
    void requirementsThatContradictEachOtherAreQuotedFromUv() {
        Specifications impossible = own(sharedProject, directory);
        impossible.requirements = List.of("dagster==1.12.22");

        DagsterException failure = failure(impossible);

        assertThat(failure).isInstanceOf(PlatformException.class);
        assertThat(failure.getMessage())
                .startsWith("Choosing versions of the requirements failed: ")
                .contains("dagster==1.12.22", "dagster==1.13.27")
                .contains("\n");
        assertThat(failure.problems().get(0).remedy()).contains("-Ddagster.requirements");
    }

    @Test
    void offlineWithAnEmptyCacheSaysWhatToRunOnline() {
        Specifications offline = own(sharedProject, directory.resolve("cache"));
        offline.variables.remove("UV_CACHE_DIR");
        offline.variables.put("PATH", "");
        offline.offline = true;

        DagsterException failure = failure(offline);

        assertThat(failure).hasMessageContaining("Maven is offline");
        assertThat(failure.problems().get(0).remedy())
                .isEqualTo("Run mvn dagster:environment-resolve once without -o.");
    }

    @Test
    void aPythonThatNobodyHasIsNamedWithWhoWantsIt() {
        Specifications odd = shared(sharedProject);
        odd.pythonVersion = "==3.12.99";
        odd.offline = true;

        assertThat(failure(odd).getMessage())
                .startsWith("There is no Python ==3.12.99")
                .contains("found ", "Dagster 1.13.27 needs Python >=3.10,<3.15, <pythonVersion> asks for ==3.12.99");
    }

    @Test
    void aPythonThatDagsterCannotRunOnIsRefusedBeforeAnythingIsDownloaded() throws IOException {
        Path project = project(directory.resolve("old"), "\"dagster==1.13.27\"");
        Files.writeString(project.resolve(".python-version"), "3.9\n");

        DagsterException failure = failure(own(project, directory));

        assertThat(failure)
                .isInstanceOf(PipelineException.class)
                .hasMessage(
                        "No Python can do: Dagster 1.13.27 needs Python >=3.10,<3.15, .python-version asks for 3.9");
        assertThat(failure.problems().get(0).remedy()).contains("-Ddagster.pythonVersion");
    }

    @Test
    void aLockThatIsOlderThanTheProjectIsRefused() throws IOException {
        Path project = project(directory.resolve("stale"), "\"dagster>=1.13\"");
        Files.writeString(project.resolve("uv.lock"), """
                version = 1

                [[package]]
                name = "dagster"
                version = "1.12.22"

                [[package]]
                name = "x"
                source = { virtual = "." }

                [package.metadata]
                requires-dist = [{ name = "dagster", specifier = ">=1.12" }]
                """);

        DagsterException failure = failure(own(project, directory));

        assertThat(failure)
                .isInstanceOf(PipelineException.class)
                .hasMessage("uv.lock is older than pyproject.toml: it was not written for 'dagster>=1.13'");
    }

    @Test
    void aSetupPyThatRaisesIsToldWithItsLine() throws IOException {
        Path project = Files.createDirectories(directory.resolve("raising"));
        Files.writeString(project.resolve("setup.py"), "import os\nraise RuntimeError('no install_requires')\n");

        DagsterException failure = failure(shared(project));

        assertThat(failure)
                .isInstanceOf(PipelineException.class)
                .hasMessage("setup.py cannot tell the requirements: RuntimeError: no install_requires");
        assertThat(failure.problems().get(0).at().line()).isEqualTo(2);
    }

    @Test
    void aPythonVersionThatIsNoneIsAParameterError() {
        Specifications odd = shared(sharedProject);
        odd.pythonVersion = "newest";

        assertThat(failure(odd)).isInstanceOf(PipelineException.class).hasMessage("'newest' is not a Python version");
    }

    @Test
    void aGivenInterpreterIsUsedAsItIsAndAskedOnce() throws IOException {
        Specifications given = own(sharedProject, directory.resolve("cache"));
        given.python = built.interpreter();

        PythonEnvironment first = PythonEnvironment.resolve(given.build(), line -> {});
        given.python = built.root();
        PythonEnvironment second = PythonEnvironment.resolve(given.build(), line -> {});

        assertThat(first.interpreter()).isEqualTo(built.interpreter());
        assertThat(first.dagsterVersion()).isEqualTo("1.13.27");
        assertThat(first.root()).isNull();
        assertThat(second).isEqualTo(first);
        try (Stream<Path> remembered = Files.list(directory.resolve("cache/interpreters"))) {
            assertThat(remembered).hasSize(1);
        }
    }

    @Test
    void aGivenInterpreterWithoutDagsterOrThatIsNoneIsRefusedWithARemedy() throws IOException {
        Path bare = directory.resolve("bare");
        ChildProcess.run(
                Command.inheriting(
                        List.of(
                                built.interpreter().toRealPath().toString(),
                                "-m",
                                "venv",
                                "--without-pip",
                                bare.toString()),
                        directory),
                null,
                line -> {});
        Specifications given = own(sharedProject, directory.resolve("cache"));
        given.python = bare;
        assertThat(failure(given))
                .hasMessageStartingWith("Dagster is not installed in " + bare.resolve("bin/python") + " (Python 3.");

        given.python = directory.resolve("nothing/here");
        assertThat(failure(given)).hasMessage("The Python interpreter " + given.python + " does not exist");

        Path script = Files.writeString(directory.resolve("noise"), "#!/bin/sh\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        given.python = script;
        assertThat(failure(given)).hasMessage(script + " is not a working Python interpreter (exit code 3)");
    }

    @Test
    void whatWasNotUsedForSixtyDaysIsRemovedAndWhatWasUsedStays() throws IOException {
        Cache cache = new Cache(directory.resolve("cache"));
        Path old = Files.createDirectories(cache.environments().resolve("old-1/bin"))
                .getParent();
        Path used = Files.createDirectories(cache.environments().resolve("used-1"));
        Path uv = Files.createDirectories(cache.uv("0.1"));
        Path schemas = Files.createDirectories(cache.schemas().resolve("1.10.21"));
        Path downloads = Files.createDirectories(cache.uvCache());
        Files.writeString(old.resolve("bin/python"), "");
        Path oldPointer = Files.writeString(EnvironmentStore.pointer(old), "folder=old-1\n");
        Path usedPointer = Files.writeString(EnvironmentStore.pointer(used), "folder=used-1\n");
        for (Path folder : List.of(old, used, uv, schemas, downloads, oldPointer, usedPointer)) {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofDays(61))));
        }
        UnusedEntries entries = new UnusedEntries(cache);

        entries.markUsed(used);
        entries.sweep();

        assertThat(List.of(old, oldPointer, uv, schemas, downloads)).noneMatch(Files::exists);
        assertThat(List.of(used, usedPointer)).allMatch(Files::exists);
    }

    @Test
    void theTemplatesOfTheDagsterThatBuildsUseStayAndThoseOfOthersGo() throws IOException {
        Specifications given = own(sharedProject, directory.resolve("cache"));
        given.python = built.interpreter();
        for (Specifications each : List.of(shared(sharedProject), given)) {
            Cache cache = new Cache(each.cache);
            Path used = Files.createDirectories(cache.schemas("1.13.27"));
            Path other = Files.createDirectories(cache.schemas("1.12.22"));
            for (Path folder : List.of(used, other)) {
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofDays(61))));
            }

            PythonEnvironment.resolve(each.build(), line -> {});
            Files.deleteIfExists(cache.root().resolve("uses/swept"));
            new UnusedEntries(cache).sweep();

            assertThat(used).exists();
            assertThat(other).doesNotExist();
        }
    }

    /** Entry of the other JVM. */
    public static void main(String[] arguments) {
        Specifications specifications = new Specifications(Path.of(arguments[0]), Path.of(arguments[1]));
        PythonEnvironment result = PythonEnvironment.resolve(specifications.build(), line -> {});
        System.out.println(result.created() ? "created" : "found");
    }

    private ChildProcess resolveInAnotherJvm(List<String> output) throws IOException {
        Command command = new Command(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PythonEnvironmentIT.class.getName(),
                        sharedProject.toString(),
                        directory.toString()),
                shared,
                own(sharedProject, directory).variables);
        return ChildProcess.start(command, output::add, line -> {});
    }

    private static CommandResult python(PythonEnvironment environment, String code) throws IOException {
        return ChildProcess.run(
                Command.inheriting(List.of(environment.interpreter().toString(), "-c", code), environment.root())
                        .with(Map.of("PYTHONPATH", environment.bridgeDirectory().toString())),
                Duration.ofMinutes(1),
                line -> {});
    }

    private static DagsterException failure(Specifications specifications) {
        return catchThrowableOfType(
                DagsterException.class, () -> PythonEnvironment.resolve(specifications.build(), line -> {}));
    }

    private static Specifications shared(Path project) {
        Specifications specifications = new Specifications(project, shared.resolve("cache"));
        specifications.variables.put("UV_CACHE_DIR", shared.resolve("downloads").toString());
        return specifications;
    }

    /** A cache of its own, filled from the index of stand-ins; only uv is shared. */
    private static Specifications own(Path project, Path cache) {
        Specifications specifications = new Specifications(project, cache);
        specifications.variables.put("UV_CACHE_DIR", cache.resolve("downloads").toString());
        specifications.variables.put("UV_DEFAULT_INDEX", standIns.url());
        specifications.variables.merge(
                "PATH", shared.resolve("cache/uv/0.13.9").toString(), (path, uv) -> uv + File.pathSeparator + path);
        return specifications;
    }

    private static Path project(Path folder, String dependencies) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("pyproject.toml"),
                "[project]\nname = \"x\"\nversion = \"1\"\nrequires-python = \">=3.10\"\ndependencies = ["
                        + dependencies + "]\n");
        return folder;
    }
}
