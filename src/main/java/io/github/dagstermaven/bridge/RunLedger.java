package io.github.dagstermaven.bridge;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.RunEvent;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunSummary;
import io.github.dagstermaven.dagster.SourceLocation;
import io.github.dagstermaven.dagster.TimeLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * Reads along which runs and steps are open, passes events on, and completes the truth when Python cannot: every run
 * that has started also ends, and so does every step that was running.
 */
final class RunLedger implements RunListener {
    private static final int STEPS_NAMED = 5;

    private final RunListener listener;
    private final DoubleSupplier clock;
    private final Map<String, OpenRun> open = new LinkedHashMap<>();
    private final Set<String> started = new LinkedHashSet<>();
    private final Set<String> materialized = new LinkedHashSet<>();

    private final Set<String> unsuccessful = new LinkedHashSet<>();
    private final List<RunEvent.PlannedRun> plan = new ArrayList<>();
    private final Set<List<String>> skipped = new HashSet<>();
    private final Resumption resumption;
    private boolean isInterrupted;
    private boolean carryingOn;
    private int planned;
    private int processesLost;
    private Failure cancellation;
    private Failure cancellationOfUnstarted;

    /** A run that has started and not ended; {@code running}: its steps that have, with the time they started. */
    private record OpenRun(double time, String partition, Map<String, Double> running) {
        /** Its running steps as people tell them from those of the runs beside it. */
        private Stream<String> labels() {
            return running.keySet().stream().map(step -> partition == null ? step : step + "[" + partition + "]");
        }
    }

    /**
     * What of a request another process can go on with when one has died of user code.
     *
     * @param isCarriedOn whether another process starts the runs that have not been started
     * @param reruns how many further attempts there may be at what has failed
     */
    record Resumption(boolean isCarriedOn, int reruns) {
        static final Resumption NONE = new Resumption(false, 0);
    }

    RunLedger(RunListener listener, DoubleSupplier clock) {
        this(listener, clock, Resumption.NONE);
    }

    RunLedger(RunListener listener, DoubleSupplier clock, Resumption resumption) {
        this.listener = listener;
        this.clock = clock;
        this.resumption = resumption;
    }

    @Override
    public void on(RunEvent event) {
        if (carryingOn && isKnown(event)) {
            return;
        }
        if (event instanceof RunEvent.Planned told) {
            planned += told.runs().size();
            plan.addAll(told.runs());
        } else if (event instanceof RunEvent.AssetSkipped one) {
            skipped.add(Arrays.asList(one.asset(), null, one.partition()));
        } else if (event instanceof RunEvent.CheckSkipped one) {
            skipped.add(Arrays.asList(one.asset(), one.check(), one.partition()));
        } else if (event instanceof RunEvent.Judged judged) {
            // As good as materialised for what needs it.
            judged.upToDate().forEach(one -> materialized.add(one.asset()));
        } else if (event instanceof RunEvent.RunStarted run) {
            if (run.retryOf() != null && started.contains(run.retryOf())) {
                // It is part of no plan, and decides about what it tries again.
                planned++;
                unsuccessful.remove(run.retryOf());
            }
            started.add(run.runId());
            open.put(run.runId(), new OpenRun(run.time(), run.partition(), new LinkedHashMap<>()));
        } else if (event instanceof RunEvent.StepStarted step) {
            running(step.runId()).put(step.step(), step.time());
        } else if (event instanceof RunEvent.StepSucceeded step) {
            running(step.runId()).remove(step.step());
        } else if (event instanceof RunEvent.StepSkipped step) {
            running(step.runId()).remove(step.step());
        } else if (event instanceof RunEvent.AssetMaterialized asset) {
            materialized.add(asset.asset());
        } else if (event instanceof RunEvent.StepFailed step) {
            stepFailed(step);
            return;
        } else if (event instanceof RunEvent.RunEnded run) {
            runEnded(run);
            return;
        }
        listener.on(event);
    }

    /**
     * Tells that the process which carried out the request is gone, and whether another one can go on with the rest: when
     * there is one, or when what has failed may be tried again.
     */
    void interrupted(Failure cause) {
        processesLost++;
        // A process dies in an attempt at a run: when more have than there are attempts, the next one would do so too.
        boolean isInVain = processesLost > plan.size() * (resumption.reruns() + 1L);
        isInterrupted = resumption.isCarriedOn() && !isInVain && (runsNotStarted() > 0 || resumption.reruns() > 0);
        if (!isInterrupted) {
            abandonPlan(cause);
        }
    }

    /** Whether another process is to go on with the rest of the request. */
    boolean isInterrupted() {
        return isInterrupted;
    }

    /** What another process needs to know to carry on, which is going to tell the plan, and what was skipped, again. */
    Operations.CarryOn carryOn() {
        isInterrupted = false;
        carryingOn = true;
        listener.on(new RunEvent.Output(
                runsNotStarted() == 0
                        ? "A new process tries again what has failed"
                        : "A new process carries on with " + Listing.count(runsNotStarted(), "run")));
        return new Operations.CarryOn(List.copyOf(plan), List.copyOf(started));
    }

    private boolean isKnown(RunEvent event) {
        if (event instanceof RunEvent.AssetSkipped one) {
            return skipped.contains(Arrays.asList(one.asset(), null, one.partition()));
        }
        if (event instanceof RunEvent.CheckSkipped one) {
            return skipped.contains(Arrays.asList(one.asset(), one.check(), one.partition()));
        }
        return event instanceof RunEvent.Planned;
    }

    /** From now on what ends unfinished does so because this side has cancelled it; {@code limit} is its time. */
    void cancelled(Cancellation why, TimeLimit limit) {
        cancellationOfUnstarted = unstarted(why, limit);
        cancellation = switch (why) {
            case NONE -> null;
            case TIMEOUT ->
                failure("Timeout", "timed out after " + limit + " (<timeout> or -Ddagster.timeout) " + doing());
            case INTERRUPT -> failure("Interrupted", "the build was interrupted " + doing());
        };
    }

    /** Why a run was not started, if this side has cancelled the request before; null if not. */
    static Failure unstarted(Cancellation why, TimeLimit limit) {
        return switch (why) {
            case NONE -> null;
            case TIMEOUT -> failure("Timeout", "not started within " + limit + " (<timeout> or -Ddagster.timeout)");
            case INTERRUPT -> failure("Interrupted", "not started, because the build was interrupted");
        };
    }

    /** What is going on, to stand after a cause: {@code while step raw_orders was running}. */
    String doing() {
        List<String> steps = open.values().stream().flatMap(OpenRun::labels).toList();
        if (steps.size() == 1) {
            return "while step " + steps.get(0) + " was running";
        }
        if (!steps.isEmpty()) {
            return "while steps " + Listing.some(steps, STEPS_NAMED) + " were running";
        }
        if (open.size() > 1) {
            return "between two steps of each of " + Listing.count(open.size(), "run");
        }
        if (!open.isEmpty()) {
            return "between two steps of run " + open.keySet().iterator().next();
        }
        return planned == 0 ? "before a run was planned" : "between two runs";
    }

    List<String> openRuns() {
        return List.copyOf(open.keySet());
    }

    /** Whether a run has ended other than well, and so did all further attempts at it. */
    boolean hasUnsuccessfulRuns() {
        return !unsuccessful.isEmpty();
    }

    int runsNotStarted() {
        return Math.max(0, planned - started.size());
    }

    Set<String> materializedAssets() {
        return Set.copyOf(materialized);
    }

    RunSummary summary() {
        return new RunSummary(List.copyOf(started));
    }

    /** The failure of what ended because this side has cancelled it. */
    Failure cancellationFailure() {
        return cancellation;
    }

    /** Tells that no more runs of the plan are going to start; {@code cause}: what ended the request if this side has not. */
    void abandonPlan(Failure cause) {
        if (runsNotStarted() > 0) {
            listener.on(new RunEvent.PlanAbandoned(
                    cancellationOfUnstarted != null
                            ? cancellationOfUnstarted
                            : failure(cause.type(), "not started, because " + cause.message())));
        }
    }

    /** Tells of the end of everything that is open. */
    void endOpenRuns(String status, Failure failure) {
        for (String runId : openRuns()) {
            runEnded(new RunEvent.RunEnded(
                    runId,
                    status,
                    clock.getAsDouble(),
                    secondsSince(open.get(runId).time()),
                    failure));
        }
    }

    private void stepFailed(RunEvent.StepFailed step) {
        running(step.runId()).remove(step.step());
        boolean interruptedByUs = cancellation != null
                && step.failure() != null
                && step.failure().type() != null
                && step.failure().type().contains("Interrupt");
        SourceLocation at = step.failure() == null ? null : step.failure().at();
        listener.on(
                interruptedByUs
                        ? new RunEvent.StepFailed(
                                step.runId(),
                                step.step(),
                                step.time(),
                                step.seconds(),
                                new Failure(
                                        cancellation.type(),
                                        cancellation.message(),
                                        at,
                                        step.failure().stack()))
                        : step);
    }

    private void runEnded(RunEvent.RunEnded run) {
        boolean well = run.status().equals("SUCCESS");
        if (!well) {
            unsuccessful.add(run.runId());
        }
        boolean endedByUs = cancellation != null && (run.status().equals("CANCELED") || !well && run.failure() == null);
        Failure failure = endedByUs ? cancellation : run.failure();
        OpenRun left = open.remove(run.runId());
        if (left != null && !well) {
            left.running()
                    .forEach((step, time) -> listener.on(new RunEvent.StepFailed(
                            run.runId(), step, clock.getAsDouble(), secondsSince(time), orUnfinished(failure))));
        }
        listener.on(new RunEvent.RunEnded(run.runId(), run.status(), run.time(), run.seconds(), failure));
    }

    private static Failure orUnfinished(Failure failure) {
        return failure != null ? failure : failure("Unfinished", "the run ended before this step did");
    }

    private static Failure failure(String type, String message) {
        return new Failure(type, message, null, null);
    }

    private Map<String, Double> running(String runId) {
        OpenRun run = open.get(runId);
        // An event of a run that nobody announced: pass it on and keep no books about it.
        return run == null ? new LinkedHashMap<>() : run.running();
    }

    private double secondsSince(double time) {
        return Math.max(0, clock.getAsDouble() - time);
    }
}
