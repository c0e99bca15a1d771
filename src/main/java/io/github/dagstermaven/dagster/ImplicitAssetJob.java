package io.github.dagstermaven.dagster;

/** The job of assets that are run without a job of the user: Dagster makes it, with a name that nobody is to see. */
public final class ImplicitAssetJob {
    /** What Dagster calls it. */
    static final String NAME = "__ASSET_JOB";

    private ImplicitAssetJob() {}

    /** Whether a run of a job of that name is one of assets alone; a run that never began has no job. */
    public static boolean is(String job) {
        return job == null || job.startsWith("__");
    }
}
