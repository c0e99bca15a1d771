package io.github.dagstermaven.bridge;

import com.google.gson.JsonElement;
import io.github.dagstermaven.dagster.AssetNode;
import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.RunEvent.PlannedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The operations that the bridge itself needs, beside those behind the port: their parameters and results. */
final class Operations {
    static final String OPEN = "session.open";
    static final String CHANGED = "session.changed";
    static final String PLAN = "runs.plan";
    static final String GRAPH = "assets.graph";
    static final String RESOLVE = "assets.resolve";
    static final String FAIL = "runs.fail";

    private Operations() {}

    /** What a process is to work on; {@code target} is null for one that loads no definitions. */
    record Open(
            CodeTarget target,
            Path projectDirectory,
            List<Path> pythonPath,
            String location,
            Path home,
            Path instanceConfig,
            Map<String, String> secrets,
            int parallelism) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Open[" + target + ", location " + location + ", home " + home + "]";
        }
    }

    /** A code location of the target; {@code python}: the interpreter that a workspace file names for it, or null. */
    record Origin(String name, String python) {}

    /** All code locations of the target, in order, and the one that the process has loaded. */
    record Opened(List<Origin> locations, String loaded, String dagster, Path home) {}

    /** Of {@link #CHANGED}, which has none. */
    record NoParameters() {}

    /** The first file that has changed since the definitions were loaded; null when none has. */
    record Changed(String file) {}

    /** A run request and its name. */
    record Plan(String operation, JsonElement request) {}

    /**
     * What of a run request concerns a code location. {@code checked}: assets that match, are not made there, and have checks
     * to run there; {@code unmatched}: parameters that concern nothing there.
     */
    record Planned(
            List<String> matches,
            List<String> checked,
            List<String> upstream,
            List<String> choices,
            List<Problem> unmatched) {}

    /** Of {@link #GRAPH}. */
    record Graph(String repository) {}

    /** The assets that a code location knows. */
    record AssetNodes(List<AssetNode> assets) {}

    /**
     * A selection with the parameter that it was written in, and the assets of all code locations; {@code toRun}: an error
     * when nothing of it can be run.
     */
    record Resolve(String select, String parameter, List<AssetNode> assets, boolean toRun) {}

    /** The assets that are selected, wherever they lie. */
    record Resolved(List<String> keys) {}

    /**
     * What another code location was to make in this request and did not, {@code how} as it stands after the asset's name;
     * {@code partition} is null when unpartitioned.
     */
    record BrokenAsset(String asset, String partition, String how) {}

    /** What was planned of a request, and the runs of it that a process which has died had begun. */
    record CarryOn(List<PlannedRun> planned, List<String> runIds) {}

    /** Runs that a process has left open, and the status ({@code FAILURE} or {@code CANCELED}) that they get. */
    record Fail(List<String> runIds, String message, String status) {}

    /** Of {@link #FAIL}, whose result nobody needs. */
    record NoResult() {}
}
