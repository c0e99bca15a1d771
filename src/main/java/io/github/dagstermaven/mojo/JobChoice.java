package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Which of the jobs a goal is about. */
final class JobChoice {
    private JobChoice() {}

    /**
     * The job of that name, or the only one there is.
     *
     * @param jobs the jobs of all code locations and repositories that the goal is narrowed to
     * @param name the job's name; null when none was given
     * @throws PipelineException there is none, or several
     */
    static Job of(List<Job> jobs, String name) {
        List<Job> named = jobs.stream()
                .filter(job -> name == null || job.name().equals(name))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        List<String> names = distinct(jobs, Job::name);
        if (jobs.isEmpty()) {
            throw new PipelineException(Problem.ofParameter("no_match", "There is no job", "job", "Define one"));
        }
        if (named.isEmpty()) {
            throw new PipelineException(
                    Problem.ofValue("unknown_name", "There is no job '" + name + "'", "job", name, "job", names, null));
        }
        if (name == null && names.size() > 1) {
            throw new PipelineException(Problem.ofValue(
                    "missing_parameter",
                    "There are " + jobs.size() + " jobs: which one is meant?",
                    "job",
                    null,
                    "job",
                    names,
                    "Name it with <job> or -Ddagster.job=" + names.get(0)));
        }
        List<String> locations = distinct(named, Job::location);
        throw locations.size() > 1
                ? ambiguous(named.get(0).name(), "code location", "location", locations)
                : ambiguous(named.get(0).name(), "repository", "repository", distinct(named, Job::repository));
    }

    private static PipelineException ambiguous(String job, String subject, String parameter, List<String> homes) {
        return new PipelineException(Problem.ofValue(
                "ambiguous_name",
                "The job '" + job + "' is defined in more than one " + subject,
                subject,
                null,
                parameter,
                homes,
                "Choose one with <" + parameter + "> or -Ddagster." + parameter + "=" + homes.get(0)));
    }

    private static List<String> distinct(List<Job> jobs, Function<Job, String> part) {
        return List.copyOf(new TreeSet<>(jobs.stream().map(part).toList()));
    }
}
