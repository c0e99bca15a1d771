package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.RunEvent.CheckKey;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import io.github.dagstermaven.dagster.RunEvent.PlannedStep;
import io.github.dagstermaven.dagster.RunEvent.RunStarted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The runs of a request that have not started. Found by their partition: there may be thousands, and any of them may be next. */
final class PlannedRuns {
    private final Map<String, List<Waiting>> byPartition = new HashMap<>();
    private int planned;
    private int waiting;

    /**
     * A run that has not started.
     *
     * @param place its place in all that was planned, from 0 on
     * @param abandoned why it never will; or null
     */
    record Waiting(int place, String location, PlannedRun run, Failure abandoned) {
        private boolean is(RunStarted started) {
            return Objects.equals(location, started.location()) && Objects.equals(run.job(), started.job());
        }

        private Waiting of(PlannedRun narrowed) {
            return new Waiting(place, location, narrowed, abandoned);
        }

        private Waiting abandoned(Failure why) {
            return abandoned == null ? new Waiting(place, location, run, why) : this;
        }
    }

    void add(String location, PlannedRun run) {
        byPartition
                .computeIfAbsent(run.partition(), unknown -> new ArrayList<>())
                .add(new Waiting(planned++, location, run, null));
        waiting++;
    }

    /** Those that are still waiting never start. */
    void abandon(Failure why) {
        byPartition.values().forEach(runs -> runs.replaceAll(run -> run.abandoned(why)));
    }

    /**
     * The plan of a run that starts, which waits no longer; null when nobody planned it. Of several in one partition it is the
     * one with what the run's steps make: those that run at the same time start in any order.
     */
    Waiting take(RunStarted started) {
        Set<Object> made = new HashSet<>();
        for (PlannedStep step : started.steps()) {
            made.addAll(step.assets());
            made.addAll(step.checks());
        }
        Waiting best = null;
        long mostShared = -1;
        List<Waiting> candidates = byPartition.getOrDefault(started.partition(), List.of());
        for (Waiting candidate : candidates) {
            PlannedRun run = candidate.run();
            long shared = Stream.concat(run.assets().stream(), run.checks().stream())
                    .filter(made::contains)
                    .count();
            if (candidate.is(started) && shared > mostShared) {
                best = candidate;
                mostShared = shared;
            }
        }
        if (best != null) {
            candidates.remove(best);
            removedFrom(started.partition());
        }
        return best;
    }

    /**
     * What an asset took out of the plan.
     *
     * @param place the place of its run in all that was planned; after all others when nobody planned it
     * @param partitions the partitions that it is not made for; null alone when unpartitioned
     * @param checks the names of its checks
     */
    record TakenOut(int place, List<String> partitions, List<String> checks) {}

    /** An asset that will not be run after all leaves the run it was planned for, and its checks go with it. */
    TakenOut takeOut(String asset, String partition) {
        List<Waiting> candidates = byPartition.getOrDefault(partition, List.of());
        for (int index = 0; index < candidates.size(); index++) {
            PlannedRun run = candidates.get(index).run();
            if (!run.assets().contains(asset)) {
                continue;
            }
            int place = candidates.get(index).place();
            List<String> assets = new ArrayList<>(run.assets());
            assets.remove(asset);
            List<CheckKey> checks = new ArrayList<>(run.checks());
            checks.removeIf(check -> check.asset().equals(asset));
            List<String> names = run.checks().stream()
                    .filter(check -> check.asset().equals(asset))
                    .map(CheckKey::name)
                    .toList();
            // Checks of other assets in a run that makes none any more are those of no asset's run.
            replace(candidates, index, assets, assets.isEmpty() ? List.of() : checks);
            return new TakenOut(place, new RunPartitions(run.partition(), run.partitions()).each(), names);
        }
        return new TakenOut(Integer.MAX_VALUE, Collections.singletonList(partition), List.of());
    }

    /**
     * A check that will not be run after all leaves the run it was planned for.
     *
     * @return the place of that run in all that was planned; after all others when nobody planned it
     */
    int takeOut(CheckKey check, String partition) {
        List<Waiting> candidates = byPartition.getOrDefault(partition, List.of());
        for (int index = 0; index < candidates.size(); index++) {
            PlannedRun run = candidates.get(index).run();
            if (run.checks().contains(check)) {
                List<CheckKey> checks = new ArrayList<>(run.checks());
                checks.remove(check);
                int place = candidates.get(index).place();
                replace(candidates, index, run.assets(), checks);
                return place;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Puts what is left of a planned run in its place; nothing when nothing is left. */
    private void replace(List<Waiting> candidates, int index, List<String> assets, List<CheckKey> checks) {
        PlannedRun run = candidates.get(index).run();
        if (assets.isEmpty() && checks.isEmpty()) {
            candidates.remove(index);
            removedFrom(run.partition());
        } else {
            PlannedRun narrowed = new PlannedRun(run.job(), run.partition(), run.partitions(), assets, checks);
            candidates.set(index, candidates.get(index).of(narrowed));
        }
    }

    /** Those that are still waiting, in the order of the plan. */
    List<Waiting> waiting() {
        return byPartition.values().stream()
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingInt(Waiting::place))
                .toList();
    }

    /** How many are still waiting. */
    int count() {
        return waiting;
    }

    private void removedFrom(String partition) {
        waiting--;
        if (byPartition.get(partition).isEmpty()) {
            byPartition.remove(partition);
        }
    }
}
