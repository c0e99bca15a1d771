package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Job;
import java.util.List;

/**
 * Jobs, sorted by code location, repository and name.
 *
 * @param jobs the jobs
 */
public record JobList(List<Job> jobs) {

    /**
     * The job that is meant.
     *
     * @param name its name; null for the only one there is
     * @throws PipelineException there is none, or more than one
     */
    public Job only(String name) {
        List<Job> found = jobs.stream()
                .filter(job -> name == null || job.name().equals(name))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> names = jobs.stream().map(Job::name).distinct().sorted().toList();
        if (found.isEmpty()) {
            throw new PipelineException(Problem.ofValue(
                    "unknown_name",
                    name == null ? "There is no job" : "There is no job '" + name + "'",
                    "job",
                    name,
                    "job",
                    names,
                    null));
        }
        throw new PipelineException(
                name == null
                        ? Problem.ofValue(
                                "missing_parameter",
                                "There are " + found.size() + " jobs: which one is meant?",
                                "job",
                                null,
                                "job",
                                names,
                                "Name it with <job> or -Ddagster.job")
                        : ambiguous(name, found));
    }

    private static Problem ambiguous(String name, List<Job> found) {
        List<String> locations =
                found.stream().map(Job::location).distinct().sorted().toList();
        boolean severalLocations = locations.size() > 1;
        String subject = severalLocations ? "location" : "repository";
        List<String> choices = severalLocations
                ? locations
                : found.stream().map(Job::repository).distinct().sorted().toList();
        String places = severalLocations ? " code locations" : " repositories";
        return Problem.ofValue(
                "ambiguous_name",
                "The job '" + name + "' is defined in " + choices.size() + places,
                severalLocations ? "code location" : subject,
                null,
                subject,
                choices,
                "Choose one with <" + subject + "> or -Ddagster." + subject + "=" + choices.get(0));
    }
}
