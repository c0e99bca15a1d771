package io.github.dagstermaven.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts a child and waits to be told to end; run in a JVM of its own. */
final class JvmWithAChild {
    private JvmWithAChild() {}

    public static void main(String[] arguments) throws Exception {
        Command sleep = Command.inheriting(List.of("sleep", "600"), Path.of("."));
        ChildProcess child = ChildProcess.start(sleep, line -> {}, line -> {});
        child.onShutdown(() -> System.out.println("orderly"));
        Files.writeString(Path.of(arguments[0]), Long.toString(child.pid()));
        System.out.println("ready");
        child.await(null);
        Thread.sleep(60_000);
    }
}
