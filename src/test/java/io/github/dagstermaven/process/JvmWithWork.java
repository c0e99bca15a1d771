package io.github.dagstermaven.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Works until it is interrupted, and then has something left to do for which it needs a process; run in a JVM of its own. */
final class JvmWithWork {
    private JvmWithWork() {}

    public static void main(String[] arguments) {
        AwaitedWork.carryOut(() -> {
            try {
                ChildProcess child = ChildProcess.start(command("sleep", "600"), line -> {}, line -> {});
                System.out.println("ready");
                child.await(null);
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    private static void finish() {
        try {
            // Longer than the hook needs for everything but this work.
            CommandResult result = ChildProcess.run(command("sh", "-c", "sleep 1; echo done"), null, line -> {});
            System.out.print(result.stdout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command command(String... words) {
        return Command.inheriting(List.of(words), Path.of("."));
    }
}
