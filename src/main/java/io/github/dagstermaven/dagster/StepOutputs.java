package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunResult.StepOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last lines that user code printed and logged in each step. Little is kept of steps that end well, and nothing more of
 * them when there are very many: everything is in the log files.
 */
final class StepOutputs {
    /** Of a step that is under way or has failed: what a person reads of it before opening the log file. */
    static final int LONGEST = 10_000;

    /** Of a step that has ended well. */
    static final int LONGEST_OF_SUCCESS = 2_000;

    /** Of all steps that have ended well: there may be tens of thousands of them. */
    static final int LONGEST_OF_ALL_SUCCESSES = 1_000_000;

    /** What is printed by a run in this process may come when it has ended already. */
    private static final int ENDED_KEPT_OPEN = 8;

    private final Map<String, Map<String, Tail>> tails = new HashMap<>();
    private final Map<String, List<StepOutput>> complete = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private int keptOfSuccesses;

    /** Adds a line, or a log record that may have several; one of no run and step is nobody's. */
    void add(String runId, String step, String text) {
        if (runId == null || step == null || complete.containsKey(runId)) {
            return;
        }
        tails.computeIfAbsent(runId, unknown -> new LinkedHashMap<>(2))
                .computeIfAbsent(step, unknown -> new Tail())
                .add(text);
    }

    /** Keeps less of a step that has ended well. What it has printed may still be on its way. */
    void succeeded(String runId, String step) {
        Tail tail = tails.getOrDefault(runId, Map.of()).get(step);
        if (tail != null) {
            keptOfSuccesses +=
                    tail.shrink(Math.min(LONGEST_OF_SUCCESS, Math.max(0, LONGEST_OF_ALL_SUCCESSES - keptOfSuccesses)));
        }
    }

    /** Of a run that has ended long ago nothing comes any more: what is kept of it takes little room. */
    void ended(String runId) {
        ended.addLast(runId);
        if (ended.size() > ENDED_KEPT_OPEN) {
            String longAgo = ended.removeFirst();
            List<StepOutput> said = of(longAgo);
            if (tails.remove(longAgo) != null) {
                complete.put(longAgo, List.copyOf(said));
            }
        }
    }

    /** What is kept of the steps of a run. */
    List<StepOutput> of(String runId) {
        if (complete.containsKey(runId)) {
            return complete.get(runId);
        }
        List<StepOutput> outputs = new ArrayList<>();
        tails.getOrDefault(runId, Map.of())
                .forEach((step, tail) -> outputs.add(new StepOutput(step, tail.text(), tail.omitted)));
        return outputs;
    }

    /** The end of what one step says. */
    private static final class Tail {
        private final Deque<String> lines = new ArrayDeque<>(1);
        private int limit = LONGEST;
        private int length;
        private int omitted;

        void add(String text) {
            ControlCharacters.removedFromText(text).lines().forEach(line -> {
                lines.addLast(line);
                length += line.length() + 1;
            });
            fit();
        }

        /** The length of what is left. */
        int shrink(int shorter) {
            limit = shorter;
            fit();
            return length;
        }

        private void fit() {
            while (length > limit) {
                length -= lines.removeFirst().length() + 1;
                omitted++;
            }
        }

        String text() {
            return String.join("\n", lines);
        }
    }
}
