package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Job;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

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
        List<String> names = distinct(jobs, Job::name);
        if (jobs.isEmpty() && name == null) {
            throw new PipelineException(Problem.of(
                    "no_match",
                    "There is no job",
                    "Define one, with @job or define_asset_job, or let the goal job-scaffold add it"));
        }
        if (found.isEmpty()) {
            throw new PipelineException(
                    Problem.ofValue("unknown_name", "There is no job '" + name + "'", "job", name, "job", names, null));
        }
        if (name == null && names.size() > 1) {
            throw new PipelineException(Problem.ofValue(
                    "missing_parameter",
                    "There are " + found.size() + " jobs: which one is meant?",
                    "job",
                    null,
                    "job",
                    names,
                    "Name it with <job> or -Ddagster.job=" + names.get(0)));
        }
        List<String> locations = distinct(found, Job::location);
        throw locations.size() > 1
                ? ambiguous(found.get(0).name(), "code location", "code locations", "location", locations)
                : ambiguous(
                        found.get(0).name(),
                        "repository",
                        "repositories",
                        "repository",
                        distinct(found, Job::repository));
    }

    private static PipelineException ambiguous(
            String name, String subject, String subjects, String parameter, List<String> places) {
        return new PipelineException(Problem.ofValue(
                "ambiguous_name",
                "The job '" + name + "' is defined in " + places.size() + " " + subjects,
                subject,
                null,
                parameter,
                places,
                "Choose one with <" + parameter + "> or -Ddagster." + parameter + "=" + places.get(0)));
    }

    private static List<String> distinct(List<Job> jobs, Function<Job, String> part) {
        return List.copyOf(new TreeSet<>(jobs.stream().map(part).toList()));
    }
}
