package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Job;
import java.util.List;

/**
 * Jobs, sorted by code location, repository and name.
 *
 * @param jobs the jobs
 */
public record JobList(List<Job> jobs) {}
