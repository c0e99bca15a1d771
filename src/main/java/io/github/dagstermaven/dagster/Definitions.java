package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Everything a project defines: the content of {@code manifest.json}. Every list is sorted by code location, repository
 * and name.
 *
 * @param locations names of the code locations
 * @param assets the assets, external ones included
 * @param checks the asset checks
 * @param jobs the jobs, without Dagster's own hidden ones
 * @param schedules the schedules
 * @param sensors the sensors
 * @param resources the top-level resources
 * @param findings what lint has found, whatever the levels of its rules; sorted by code location, repository and rule
 */
public record Definitions(
        List<String> locations,
        List<Asset> assets,
        List<AssetCheck> checks,
        List<Job> jobs,
        List<Schedule> schedules,
        List<Sensor> sensors,
        List<Resource> resources,
        List<LintFinding> findings) {

    /**
     * An asset.
     *
     * @param key the key as users write it, {@code a/b}
     * @param group the group's name
     * @param description the description or docstring; null when there is none
     * @param type the Python type of its value; null when undeclared
     * @param kinds the kinds, sorted
     * @param owners the owners, sorted
     * @param tags the tags
     * @param deps the keys it depends on, sorted
     * @param partitions its partitions; null when unpartitioned
     * @param partitionMappings by the key upstream the partition mappings that were given, as Dagster writes them
     * @param codeVersion the code version; null when undeclared
     * @param codeHash a hash of what its function does and of what that refers to in the project, the same on every machine;
     *     comments, formatting, names and what the other components say do not count; of all files of the project when it has no
     *     function there; null when nothing makes it
     * @param metadata the metadata of its definition as plain values
     * @param automationCondition its automation condition in words; null when there is none
     * @param backfillPolicy {@code single run}, or how many partitions a run makes; null when there is none
     * @param ioManagerKey the resource that stores it; null when nothing does
     * @param requiredResources the resources it needs, sorted
     * @param materializable false for external and observable assets
     * @param jobs jobs that can materialise it, sorted
     * @param definedAt where it is defined; null when unknown
     */
    public record Asset(
            String location,
            String repository,
            String key,
            String group,
            String description,
            String type,
            List<String> kinds,
            List<String> owners,
            Map<String, String> tags,
            List<String> deps,
            Partitions partitions,
            Map<String, String> partitionMappings,
            String codeVersion,
            String codeHash,
            Map<String, Object> metadata,
            String automationCondition,
            String backfillPolicy,
            String ioManagerKey,
            List<String> requiredResources,
            boolean materializable,
            List<String> jobs,
            SourceLocation definedAt) {}

    /**
     * A partitions definition.
     *
     * @param type {@code time_window}, {@code static}, {@code multi}, {@code dynamic} or {@code other}
     * @param description in words, as Dagster writes it
     * @param start the start of the first time window, in ISO 8601; null when there are no windows
     * @param end the end of the last time window, in ISO 8601; null when they go on
     * @param cron when time windows begin; or null
     * @param timezone IANA name of the time zone of time windows; or null
     * @param format how keys of time windows are written, as {@code %Y-%m-%d}; or null
     * @param endOffset how many windows after the current one exist already; null when there are no windows
     * @param exclusions cron expressions or times of windows that are left out, sorted
     * @param keys static keys in their order, the first thousand of them
     * @param keyCount how many static keys there are; null when the keys are not static
     * @param keysHash a hash of all static keys; null when all of them are listed
     * @param dimensions the dimensions, sorted by name; empty when there is one alone
     * @param name the name of dynamic partitions; or null
     */
    public record Partitions(
            String type,
            String description,
            String start,
            String end,
            String cron,
            String timezone,
            String format,
            Integer endOffset,
            List<String> exclusions,
            List<String> keys,
            Integer keyCount,
            String keysHash,
            List<Dimension> dimensions,
            String name) {

        /** The same without Dagster's words where the rest tells them: another version may choose other ones. */
        Partitions withoutWords() {
            return new Partitions(
                    type,
                    "other".equals(type) ? description : null,
                    start,
                    end,
                    cron,
                    timezone,
                    format,
                    endOffset,
                    exclusions,
                    keys,
                    keyCount,
                    keysHash,
                    dimensions.stream()
                            .map(one ->
                                    new Dimension(one.name(), one.partitions().withoutWords()))
                            .toList(),
                    name);
        }
    }

    /** One of the dimensions of a partitions definition. */
    public record Dimension(String name, Partitions partitions) {}

    /**
     * An asset check.
     *
     * @param asset the key of the asset it checks
     * @param blocking whether a failure stops downstream assets of the same run
     * @param deps further assets that it reads, sorted
     * @param codeHash a hash of its code, as that of an asset; null when no function of the project evaluates it
     * @param metadata the metadata of its definition as plain values
     * @param automationCondition its automation condition in words; null when there is none
     */
    public record AssetCheck(
            String location,
            String repository,
            String asset,
            String name,
            String description,
            boolean blocking,
            List<String> deps,
            String codeHash,
            Map<String, Object> metadata,
            String automationCondition,
            SourceLocation definedAt) {}

    /**
     * A job.
     *
     * @param ops the names of its ops (for an asset job: of the steps that compute the assets), sorted
     * @param assets the assets it materialises; empty for an op job
     * @param executor the executor that it names; null for Dagster's own choice
     * @param configHash a hash of the run configuration that it is defined with; null when there is none
     * @param codeHash a hash of the code of an op job, as that of an asset; null for a job of assets
     */
    public record Job(
            String location,
            String repository,
            String name,
            String description,
            Map<String, String> tags,
            List<String> ops,
            List<String> assets,
            Partitions partitions,
            String executor,
            String configHash,
            String codeHash,
            SourceLocation definedAt) {}

    /**
     * A schedule.
     *
     * @param cron cron expressions, one or more
     * @param timezone IANA name; null for UTC
     * @param job the job it launches; null when it targets assets directly
     * @param assets the assets that it targets directly, sorted
     * @param running whether it is running by default
     * @param codeHash a hash of its function, as that of an asset; null when it has none
     */
    public record Schedule(
            String location,
            String repository,
            String name,
            String description,
            List<String> cron,
            String timezone,
            String job,
            List<String> assets,
            boolean running,
            String codeHash,
            SourceLocation definedAt) {}

    /**
     * A sensor.
     *
     * @param type {@code standard}, {@code asset}, {@code multi_asset}, {@code run_status}, {@code automation}, …
     * @param jobs the jobs it can launch, sorted
     * @param assets the assets that it targets directly, sorted
     * @param minimumIntervalSeconds seconds between two evaluations
     * @param running whether it is running by default
     * @param codeHash a hash of its function, as that of an asset; null when it has none
     */
    public record Sensor(
            String location,
            String repository,
            String name,
            String description,
            String type,
            List<String> jobs,
            List<String> assets,
            double minimumIntervalSeconds,
            boolean running,
            String codeHash,
            SourceLocation definedAt) {}

    /**
     * A top-level resource.
     *
     * @param type the Python class or function behind it
     * @param codeHash a hash of that, as that of an asset, and of how it is written where the definitions are given it; null when
     *     neither is in the project
     */
    public record Resource(
            String location,
            String repository,
            String name,
            String type,
            String description,
            String codeHash,
            SourceLocation definedAt) {}

    /**
     * What of them one code location and repository has.
     *
     * @param location the code location's name, or null for all
     * @param repository the repository's name, or null for all
     */
    public Definitions narrowedTo(String location, String repository) {
        return new Definitions(
                locations.stream()
                        .filter(name -> location == null || name.equals(location))
                        .toList(),
                within(assets, location, Asset::location, repository, Asset::repository),
                within(checks, location, AssetCheck::location, repository, AssetCheck::repository),
                within(jobs, location, Job::location, repository, Job::repository),
                within(schedules, location, Schedule::location, repository, Schedule::repository),
                within(sensors, location, Sensor::location, repository, Sensor::repository),
                within(resources, location, Resource::location, repository, Resource::repository),
                within(findings, location, LintFinding::location, repository, LintFinding::repository));
    }

    private static <T> List<T> within(
            List<T> all,
            String location,
            Function<T, String> locationOf,
            String repository,
            Function<T, String> repositoryOf) {
        return all.stream()
                .filter(one -> location == null || location.equals(locationOf.apply(one)))
                .filter(one -> repository == null || repository.equals(repositoryOf.apply(one)))
                .toList();
    }

    /** Joins the definitions of several code locations, in the order given. */
    public static Definitions join(List<Definitions> parts) {
        return new Definitions(
                concat(parts, Definitions::locations),
                concat(parts, Definitions::assets),
                concat(parts, Definitions::checks),
                concat(parts, Definitions::jobs),
                concat(parts, Definitions::schedules),
                concat(parts, Definitions::sensors),
                concat(parts, Definitions::resources),
                parts.stream()
                        .flatMap(part ->
                                part.findings.stream().filter(finding -> !isRefutedElsewhere(finding, part, parts)))
                        .toList());
    }

    /** Whether another code location has what a finding says that there is nowhere. */
    private static boolean isRefutedElsewhere(LintFinding finding, Definitions own, List<Definitions> parts) {
        return parts.stream().filter(part -> part != own).anyMatch(part -> part.refutes(finding));
    }

    private boolean refutes(LintFinding finding) {
        if (finding.isAboutUnknownAsset()) {
            return defines(finding.value());
        }
        // Both may have imported the file: of which comment a finding is covered is not told, so all of them count.
        return finding.isAboutUnusedSuppression()
                && findings.stream()
                        .anyMatch(other -> other.suppressed()
                                && other.rule().equals(finding.value())
                                && finding.at().file().equals(other.at().file()));
    }

    private boolean defines(String key) {
        // What only is there because something names it is found to be unknown there, too.
        return assets.stream().anyMatch(asset -> asset.key().equals(key))
                && findings.stream()
                        .noneMatch(finding ->
                                finding.isAboutUnknownAsset() && finding.value().equals(key));
    }

    private static <T> List<T> concat(List<Definitions> parts, Function<Definitions, List<T>> list) {
        return parts.stream().flatMap(part -> list.apply(part).stream()).toList();
    }
}
