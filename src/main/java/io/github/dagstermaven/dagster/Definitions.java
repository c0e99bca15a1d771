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
     * @param codeVersion the code version; null when undeclared
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
            String codeVersion,
            boolean materializable,
            List<String> jobs,
            SourceLocation definedAt) {}

    /**
     * A partitions definition.
     *
     * @param type {@code time_window}, {@code static}, {@code multi}, {@code dynamic} or {@code other}
     * @param description in words, as Dagster writes it
     */
    public record Partitions(String type, String description) {}

    /**
     * An asset check.
     *
     * @param asset the key of the asset it checks
     * @param blocking whether a failure stops downstream assets of the same run
     */
    public record AssetCheck(
            String location,
            String repository,
            String asset,
            String name,
            String description,
            boolean blocking,
            SourceLocation definedAt) {}

    /**
     * A job.
     *
     * @param ops the names of its ops (for an asset job: of the steps that compute the assets), sorted
     * @param assets the assets it materialises; empty for an op job
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
            SourceLocation definedAt) {}

    /**
     * A schedule.
     *
     * @param cron cron expressions, one or more
     * @param timezone IANA name; null for UTC
     * @param job the job it launches; null when it targets assets directly
     * @param running whether it is running by default
     */
    public record Schedule(
            String location,
            String repository,
            String name,
            String description,
            List<String> cron,
            String timezone,
            String job,
            boolean running,
            SourceLocation definedAt) {}

    /**
     * A sensor.
     *
     * @param type {@code standard}, {@code asset}, {@code multi_asset}, {@code run_status}, {@code automation}, …
     * @param jobs the jobs it can launch, sorted
     * @param minimumIntervalSeconds seconds between two evaluations
     * @param running whether it is running by default
     */
    public record Sensor(
            String location,
            String repository,
            String name,
            String description,
            String type,
            List<String> jobs,
            double minimumIntervalSeconds,
            boolean running,
            SourceLocation definedAt) {}

    /**
     * A top-level resource.
     *
     * @param type the Python class or function behind it
     */
    public record Resource(
            String location,
            String repository,
            String name,
            String type,
            String description,
            SourceLocation definedAt) {}

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
                                part.findings.stream().filter(finding -> !isDefinedElsewhere(finding, part, parts)))
                        .toList());
    }

    /** Whether another code location defines the asset of which a finding says that nothing does. */
    private static boolean isDefinedElsewhere(LintFinding finding, Definitions own, List<Definitions> parts) {
        return finding.isAboutUnknownAsset()
                && parts.stream().anyMatch(part -> part != own && part.defines(finding.value()));
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
