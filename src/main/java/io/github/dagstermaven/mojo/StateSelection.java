package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.AssetRequest;
import io.github.dagstermaven.dagster.CompleteSelectionRequest;
import io.github.dagstermaven.dagster.Dagster;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.ModifiedAssets;
import io.github.dagstermaven.dagster.Request;
import io.github.dagstermaven.dagster.RunRequest;
import io.github.dagstermaven.dagster.SelectByStateRequest;
import io.github.dagstermaven.dagster.SelectedAssets;
import io.github.dagstermaven.report.PrintedOutput;
import io.github.dagstermaven.report.StateSelectionText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A selection by what has changed since a baseline, as {@code state:modified+}: what a merge request has to build. */
final class StateSelection {
    private static final Pattern STATE = Pattern.compile("(?<![\\w:/.-])state:");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*(?:\"|$)");

    private final AbstractDagsterMojo mojo;
    private final String select;
    private final Baseline baseline;

    private StateSelection(AbstractDagsterMojo mojo, String select, Baseline baseline) {
        this.mojo = mojo;
        this.select = select;
        this.baseline = baseline;
    }

    /** Whether a selection asks for what has changed. */
    static boolean isIn(String select) {
        return select != null
                && STATE.matcher(QUOTED.matcher(select).replaceAll("")).find();
    }

    /**
     * The selection, if it is one of this kind.
     *
     * @param baseline the parameter of that name
     * @throws io.github.dagstermaven.dagster.PipelineException there is no baseline to compare with
     */
    static Optional<StateSelection> of(AbstractDagsterMojo mojo, String select, String baseline) {
        if (!isIn(select)) {
            return Optional.empty();
        }
        Baseline found = mojo.baselines().require(baseline, "The selection '" + select + "'");
        return Optional.of(new StateSelection(mojo, select, found));
    }

    /** The file that decides what has changed; empty when all is new. */
    Optional<Path> file() {
        return Optional.ofNullable(baseline.file());
    }

    /**
     * The assets that are selected, with those without which some of them cannot run; a line says how many.
     *
     * @param materialized whether they are made, or only checks of theirs run
     */
    Set<String> keys(Dagster dagster, Definitions definitions, boolean materialized) {
        Definitions now = mojo.context().manifestFile().written(definitions);
        Definitions before = baseline.definitions().narrowedTo(mojo.location, mojo.repository);
        ModifiedAssets changed = ModifiedAssets.between(before, now);
        Set<String> named = answer(dagster, SelectByStateRequest.of(select, now, changed));
        Set<String> keys = named.isEmpty()
                ? named
                : answer(
                        dagster,
                        new CompleteSelectionRequest(
                                AssetRequest.selecting(named), mojo.location, mojo.repository, materialized));
        List<String> takenIn = keys.stream().filter(key -> !named.contains(key)).toList();
        long all = now.assets().stream().map(Asset::key).distinct().count();
        mojo.console()
                .info("Since " + baseline.name() + " " + StateSelectionText.changes(changed) + "; "
                        + StateSelectionText.selected(select, keys, takenIn, materialized, all));
        return keys;
    }

    private Set<String> answer(Dagster dagster, Request<SelectedAssets> request) {
        PrintedOutput output = new PrintedOutput(mojo.console(), mojo.context().secrets());
        return new TreeSet<>(dagster.call(request, output, mojo.timeLimit()).keys());
    }

    /** The request for what is selected alone; empty, and a line and the reports say so, when it has nothing to run. */
    Optional<RunRequest> narrowed(RunRequest request, Dagster dagster, Definitions definitions) {
        boolean materializes = request instanceof AssetRequest<?> assets && assets.materializes();
        Set<String> runnable = keys(dagster, definitions, materializes);
        runnable.retainAll(runnable(definitions, materializes));
        if (runnable.isEmpty()) {
            String reason = "'" + select + "' selects nothing to run: compared with " + baseline.name();
            mojo.console().info("Skipped: " + reason);
            mojo.context().records().addSkipped(mojo.mojoExecution.getGoal(), reason);
            return Optional.empty();
        }
        return Optional.of(request.narrowedTo(runnable));
    }

    private static Set<String> runnable(Definitions definitions, boolean materializes) {
        Set<String> runnable =
                definitions.checks().stream().map(AssetCheck::asset).collect(Collectors.toCollection(TreeSet::new));
        if (materializes) {
            definitions.assets().stream()
                    .filter(Asset::materializable)
                    .map(Asset::key)
                    .forEach(runnable::add);
        }
        return runnable;
    }
}
