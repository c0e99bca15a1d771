package io.github.dagstermaven.dagster;

/**
 * Makes run configuration of a job, to be filled in.
 *
 * @param job the job's name
 * @param location the code location that has it
 * @param repository the repository that has it
 * @param onlyRequired whether what has a default is left out
 */
public record ScaffoldConfigRequest(String job, String location, String repository, boolean onlyRequired)
        implements Request<ConfigScaffold> {
    @Override
    public String operation() {
        return "jobs.scaffold_config";
    }

    @Override
    public Class<ConfigScaffold> resultType() {
        return ConfigScaffold.class;
    }
}
