package io.github.dagstermaven.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    @TempDir
    Path folder;

    @Test
    void aCommandGivesItsExitCodeAndBothStreams() throws Exception {
        List<String> streamed = new ArrayList<>();
        CommandResult result = ChildProcess.run(
                python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"), null, streamed::add);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.timedOut()).isFalse();
        assertThat(streamed).containsExactly("err");
    }

    @Test
    void aQuestionIsHandedOverOnceNothingIsAddedToIt() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Command asking =
                python("import time; print('done'); print('Delete? [y/N]: ', end='', flush=True); time.sleep(60)");
        try (ChildProcess child = ChildProcess.startInForeground(asking, false, lines::add, lines::add)) {
            assertThat(lines.take()).isEqualTo("done");
            String question = null;
            while (question == null) {
                child.handOverQuestions();
                question = lines.poll(50, TimeUnit.MILLISECONDS);
            }
            assertThat(question).isEqualTo("Delete? [y/N]: ");
        }
    }

    @Test
    void inTheForegroundWithoutInputThereIsNothingToRead() throws Exception {
        List<String> lines = new ArrayList<>();
        Command reading = python("import sys; print(repr(sys.stdin.read()))");
        try (ChildProcess child = ChildProcess.startInForeground(reading, false, lines::add, line -> {})) {
            child.await(null);
            child.awaitOutput();
        }
        assertThat(lines).containsExactly("''");
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        String odd = "a b \"c\" $HOME ; * é";
        CommandResult result = ChildProcess.run(
                python("import sys; sys.stdout.buffer.write(sys.argv[1].encode())", odd), null, line -> {});
        assertThat(result.stdout()).isEqualTo(odd + "\n");
    }

    @Test
    void theEnvironmentIsExactlyTheOneGiven() throws Exception {
        Command command = python("import os; print(os.environ.get('GONE'), os.environ.get('NEW'))")
                .with(Map.of("GONE", "x", "NEW", "y"))
                .without(Set.of("GONE"));
        assertThat(ChildProcess.run(command, null, line -> {}).stdout()).isEqualTo("None y\n");
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        CommandResult result = ChildProcess.run(
                python(grandchild("subprocess.Popen(['sleep', '600'])") + "; time.sleep(600)"),
                Duration.ofSeconds(4),
                line -> {});
        assertThat(result.timedOut()).isTrue();
        assertThat(result.succeeded()).isFalse();
        assertGone(grandchild());
    }

    @Test
    void aProgramThatIsNotThereIsAnErrorThatNamesIt() {
        Command command = Command.inheriting(List.of("no-such-program"), folder);
        assertThatThrownBy(() -> ChildProcess.run(command, null, line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void sixteenMegabytesOfErrorOutputBlockNobody() throws Exception {
        AtomicLong size = new AtomicLong();
        try (ChildProcess child = ChildProcess.start(
                python("import sys\nfor i in range(16 * 1024): sys.stderr.write('x' * 1023 + '\\n')"),
                line -> {},
                line -> size.addAndGet(line.length() + 1))) {
            assertThat(child.await(Duration.ofSeconds(30))).contains(new Exit(0));
            child.awaitOutput();
            assertThat(size).hasValue(16L * 1024 * 1024);
        }
    }

    @Test
    void aVeryLongLineIsSplitAndNoCharacterIsDamaged() throws Exception {
        List<String> lines = new ArrayList<>();
        ChildProcess.run(python("import sys; sys.stderr.buffer.write(('é' * 10000).encode())"), null, lines::add);
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(String.join("", lines)).isEqualTo("é".repeat(10000));
    }

    @Test
    void invalidUtf8IsReplacedAndTheLastPartialLineIsKept() throws Exception {
        List<String> lines = new ArrayList<>();
        ChildProcess.run(python("import sys; sys.stderr.buffer.write(b'a\\xffb\\r\\nend')"), null, lines::add);
        assertThat(lines).containsExactly("a\uFFFDb", "end");
    }

    @Test
    void aChildThatIgnoresTheRequestToEndIsKilled() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (ChildProcess child = ChildProcess.start(
                python(
                        "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"),
                line -> ready.countDown(),
                line -> {})) {
            assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
            child.endTree(Duration.ofMillis(200));
            assertThat(child.await(Duration.ofSeconds(5)).orElseThrow().describe())
                    .isEqualTo("signal SIGKILL");
        }
    }

    @Test
    void aGrandchildInASessionOfItsOwnEndsWithTheTree() throws Exception {
        try (ChildProcess child =
                startAndAwaitReady(grandchild("subprocess.Popen(['sleep', '600'], start_new_session=True)")
                        + "; print('ready', flush=True); time.sleep(600)")) {
            child.endTree(Duration.ZERO);
            assertGone(grandchild());
        }
    }

    @Test
    void anOrphanOfAKilledChildEndsWithTheTree() throws Exception {
        try (ChildProcess child =
                startAndAwaitReady(grandchild("subprocess.Popen(['sleep', '600'], start_new_session=True)")
                        + "; print('ready', flush=True); os.kill(os.getpid(), 9)")) {
            assertThat(child.await(Duration.ofSeconds(10)).orElseThrow().describe())
                    .isEqualTo("signal SIGKILL");
            assertThat(grandchild()).matches(ChildProcessTest::runs);
            child.endTree(Duration.ZERO);
            assertGone(grandchild());
        }
    }

    @Test
    void aChildInterruptedWhileItIsEndedStillEnds() throws Exception {
        try (ChildProcess child = startAndAwaitReady("import time; print('ready', flush=True); time.sleep(600)")) {
            Thread.currentThread().interrupt();
            child.endTree(Duration.ofSeconds(2));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(child.await(Duration.ofSeconds(5))).isPresent();
        }
    }

    @Test
    void theShutdownHookLivesOnlyAsLongAsThereAreChildren() throws Exception {
        int before = LivingProcesses.all().count();
        ChildProcess child = startAndAwaitReady("import time; print('ready', flush=True); time.sleep(600)");
        assertThat(LivingProcesses.all().count()).isEqualTo(before + 1);
        assertThat(LivingProcesses.all().isHooked()).isTrue();
        child.close();
        assertThat(LivingProcesses.all().count()).isEqualTo(before);
        assertThat(LivingProcesses.all().isHooked()).isEqualTo(before > 0);
    }

    @Test
    void aJvmThatIsToldToEndEndsItsChildrenInOrderFirst() throws Exception {
        assertThat(saidByAJvmThatIsToldToEnd(
                        JvmWithAChild.class, folder.resolve("grandchild").toString()))
                .containsExactly("ready", "orderly");
        assertGone(grandchild());
    }

    @Test
    void aJvmThatIsToldToEndInterruptsItsWorkAndAwaitsItsEnd() throws Exception {
        assertThat(saidByAJvmThatIsToldToEnd(JvmWithWork.class)).containsExactly("ready", "done");
    }

    private List<String> saidByAJvmThatIsToldToEnd(Class<?> program, String... arguments) throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        List<String> said = new ArrayList<>();
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        words.addAll(List.of(arguments));
        try (ChildProcess jvm = ChildProcess.start(
                Command.inheriting(words, folder),
                line -> {
                    said.add(line);
                    ready.countDown();
                },
                line -> {})) {
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            ProcessHandle.of(jvm.pid()).orElseThrow().destroy();
            assertThat(jvm.await(Duration.ofSeconds(20))).contains(new Exit(143));
            jvm.awaitOutput();
            return said;
        }
    }

    private ChildProcess startAndAwaitReady(String code) throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        ChildProcess child = ChildProcess.start(python(code), line -> ready.countDown(), line -> {});
        assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
        return child;
    }

    private Command python(String code, String... arguments) {
        List<String> all = new ArrayList<>(List.of("python3", "-c", code));
        all.addAll(List.of(arguments));
        return Command.inheriting(all, folder);
    }

    private String grandchild(String start) {
        return "import os, subprocess, time; child = " + start + "; open(r'" + folder.resolve("grandchild")
                + "', 'w').write(str(child.pid))";
    }

    private long grandchild() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("grandchild")));
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessTree::isRunning).isPresent();
    }

    private static void assertGone(long pid) {
        assertThat(runs(pid)).as("process %s runs", pid).isFalse();
    }
}
