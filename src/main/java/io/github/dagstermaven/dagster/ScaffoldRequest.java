package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Adds one definition to the project, registered so that Dagster loads it: it was loaded once when the request is answered. Where
 * that cannot be done, every file stays as it is. Of several code locations one has to be named.
 */
public sealed interface ScaffoldRequest extends Request<ScaffoldedDefinition> {

    /** The name of the new definition, a Python identifier. */
    String name();

    /** The code location that gets it; null when there is just one. */
    String location();

    /** The repository that gets it; null when there is just one. */
    String repository();

    @Override
    default Class<ScaffoldedDefinition> resultType() {
        return ScaffoldedDefinition.class;
    }

    /**
     * Adds an asset.
     *
     * @param deps the keys of the assets that it depends on
     * @param partitioned whether it has a partition a day
     */
    record OfAsset(String name, List<String> deps, boolean partitioned, String location, String repository)
            implements ScaffoldRequest {
        @Override
        public String operation() {
            return "scaffolding.asset";
        }
    }

    /**
     * Adds a job that materialises assets.
     *
     * @param select an asset selection; null for every asset
     */
    record OfJob(String name, String select, String location, String repository) implements ScaffoldRequest {
        @Override
        public String operation() {
            return "scaffolding.job";
        }
    }

    /**
     * Adds a schedule that runs a job.
     *
     * @param cron a cron expression
     * @param job the job's name; null when there is just one
     */
    record OfSchedule(String name, String cron, String job, String location, String repository)
            implements ScaffoldRequest {
        @Override
        public String operation() {
            return "scaffolding.schedule";
        }
    }

    /**
     * Adds a sensor that runs a job for files that arrive in a folder.
     *
     * @param job the job's name; null when there is just one
     */
    record OfSensor(String name, String job, String location, String repository) implements ScaffoldRequest {
        @Override
        public String operation() {
            return "scaffolding.sensor";
        }
    }

    /** Adds a resource: a folder that assets keep files in. */
    record OfResource(String name, String location, String repository) implements ScaffoldRequest {
        @Override
        public String operation() {
            return "scaffolding.resource";
        }
    }
}
