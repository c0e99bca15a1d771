package io.github.dagstermaven.dagster;

/** What has become of a partition. */
public enum PartitionStatus {
    /** The asset was materialised, and no later attempt at it has failed or is under way. */
    MATERIALIZED("materialised"),
    /** The job's last run for it has succeeded. */
    SUCCEEDED("succeeded"),
    /** Nothing was made yet. */
    MISSING("missing"),
    /** The last attempt at it has failed. */
    FAILED("failed"),
    /** A run of it is under way. */
    IN_PROGRESS("in progress");

    private final String words;

    PartitionStatus(String words) {
        this.words = words;
    }

    /** The status for people. */
    public String words() {
        return words;
    }
}
