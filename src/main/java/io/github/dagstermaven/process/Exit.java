package io.github.dagstermaven.process;

import java.util.Map;

/**
 * How a process ended.
 *
 * @param code the exit code; on POSIX 128 and the signal's number for one that was killed by a signal
 */
public record Exit(int code) {
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"));

    /** In words, to stand after "ended with": {@code exit code 3}, {@code signal SIGKILL}. */
    public String describe() {
        String signal = Command.WINDOWS ? null : SIGNALS.get(code - 128);
        return signal == null ? "exit code " + code : "signal " + signal;
    }
}
