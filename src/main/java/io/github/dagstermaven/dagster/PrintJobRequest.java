package io.github.dagstermaven.dagster;

/**
 * Tells what a job consists of.
 *
 * @param job the job's name
 * @param location the code location that has it
 * @param repository the repository that has it
 */
public record PrintJobRequest(String job, String location, String repository) implements Request<JobStructure> {
    @Override
    public String operation() {
        return "jobs.print";
    }

    @Override
    public Class<JobStructure> resultType() {
        return JobStructure.class;
    }
}
