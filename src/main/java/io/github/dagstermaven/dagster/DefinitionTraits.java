package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.AssetCheck;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Resource;
import io.github.dagstermaven.dagster.Definitions.Schedule;
import io.github.dagstermaven.dagster.Definitions.Sensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A definition of any kind, in the form that two manifests are compared in.
 *
 * @param subject what it is
 * @param name its name; of a check with its asset, {@code asset:check}
 * @param codeHash what its code says; null when nothing does
 * @param removal why what relies on it breaks when it is gone; null when nothing does
 * @param traits what it says of itself, in the order in which a difference is told
 */
record DefinitionTraits(
        String subject,
        String location,
        String repository,
        String name,
        String codeHash,
        String removal,
        List<Trait> traits,
        SourceLocation definedAt) {

    static final String ASSET = "asset";
    static final String CHECK = "asset check";
    static final String RESOURCE = "resource";

    private static final Trait.Rule OTHER_TYPE = (before, after) ->
            before == null || after == null ? null : "its type is " + after + " instead of " + before;
    private static final Trait.Rule OTHER_STORAGE = (before, after) -> before == null || after == null
            ? null
            : "what was stored before is not found: another IO manager stores it";
    private static final Trait.Rule NO_LONGER_MADE =
            (before, after) -> Boolean.TRUE.equals(before) ? "nothing here makes it any more" : null;
    private static final Trait.Rule NO_LONGER_AUTOMATED =
            (before, after) -> after == null ? "nothing makes it on its own any more" : null;
    private static final Trait.Rule NO_LONGER_RUNNING =
            (before, after) -> Boolean.TRUE.equals(before) ? "it is stopped by default" : null;

    /** All definitions of a manifest, in its order. */
    static List<DefinitionTraits> of(Definitions definitions) {
        List<DefinitionTraits> all = new ArrayList<>();
        definitions.assets().forEach(asset -> all.add(of(asset)));
        definitions.checks().forEach(check -> all.add(of(check)));
        // Dagster's own of schedules and sensors that target assets are told by these.
        definitions.jobs().stream().filter(job -> !job.name().startsWith("__")).forEach(job -> all.add(of(job)));
        definitions.schedules().forEach(schedule -> all.add(of(schedule)));
        definitions.sensors().forEach(sensor -> all.add(of(sensor)));
        definitions.resources().forEach(resource -> all.add(of(resource)));
        return all;
    }

    private static DefinitionTraits of(Asset asset) {
        return new DefinitionTraits(
                ASSET,
                asset.location(),
                asset.repository(),
                asset.key(),
                asset.codeHash(),
                asset.materializable() ? "nothing makes it any more" : null,
                List.of(
                        Trait.made("materialised here", asset.materializable(), NO_LONGER_MADE),
                        Trait.made("type", asset.type(), OTHER_TYPE),
                        Trait.made("partitions", asset.partitions(), PartitionsRule::breaks),
                        Trait.made("depends on", asset.deps()),
                        Trait.made("partition mappings", asset.partitionMappings()),
                        Trait.made("code version", asset.codeVersion()),
                        code(asset.codeHash()),
                        Trait.made("IO manager", asset.ioManagerKey(), OTHER_STORAGE),
                        Trait.made("resources", asset.requiredResources()),
                        Trait.made("metadata", asset.metadata()),
                        Trait.told("automation condition", asset.automationCondition(), NO_LONGER_AUTOMATED),
                        Trait.told("backfill policy", asset.backfillPolicy()),
                        Trait.told("jobs", shown(asset.jobs())),
                        Trait.told("group", asset.group()),
                        Trait.told("kinds", asset.kinds()),
                        Trait.told("owners", asset.owners()),
                        Trait.told("tags", asset.tags()),
                        Trait.told("description", asset.description())),
                asset.definedAt());
    }

    private static DefinitionTraits of(AssetCheck check) {
        return new DefinitionTraits(
                CHECK,
                check.location(),
                check.repository(),
                check.asset() + ":" + check.name(),
                check.codeHash(),
                null,
                List.of(
                        Trait.told("blocking", check.blocking()),
                        Trait.made("depends on", check.deps()),
                        code(check.codeHash()),
                        Trait.made("metadata", check.metadata()),
                        Trait.told("automation condition", check.automationCondition()),
                        Trait.told("description", check.description())),
                check.definedAt());
    }

    private static DefinitionTraits of(Job job) {
        return new DefinitionTraits(
                "job",
                job.location(),
                job.repository(),
                job.name(),
                job.codeHash(),
                "what launches it by its name fails",
                List.of(
                        Trait.made("assets", job.assets()),
                        Trait.made("ops", job.assets().isEmpty() ? job.ops() : List.of()),
                        Trait.made("partitions", job.partitions(), PartitionsRule::breaks),
                        Trait.made("executor", job.executor()),
                        Trait.made("configuration", job.configHash()),
                        code(job.codeHash()),
                        Trait.told("tags", job.tags()),
                        Trait.told("description", job.description())),
                job.definedAt());
    }

    private static DefinitionTraits of(Schedule schedule) {
        return new DefinitionTraits(
                "schedule",
                schedule.location(),
                schedule.repository(),
                schedule.name(),
                schedule.codeHash(),
                "what it launched is not launched on time any more",
                List.of(
                        Trait.told("cron", schedule.cron()),
                        Trait.told("time zone", schedule.timezone() == null ? "UTC" : schedule.timezone()),
                        Trait.told("job", schedule.job(), target()),
                        Trait.told("assets", schedule.assets(), targets()),
                        Trait.told("running by default", schedule.running(), NO_LONGER_RUNNING),
                        code(schedule.codeHash()),
                        Trait.told("description", schedule.description())),
                schedule.definedAt());
    }

    private static DefinitionTraits of(Sensor sensor) {
        return new DefinitionTraits(
                "sensor",
                sensor.location(),
                sensor.repository(),
                sensor.name(),
                sensor.codeHash(),
                "what it launched is not launched any more",
                List.of(
                        Trait.told("type", sensor.type()),
                        Trait.told("jobs", shown(sensor.jobs()), targets()),
                        Trait.told("assets", sensor.assets(), targets()),
                        Trait.told("seconds between evaluations", sensor.minimumIntervalSeconds()),
                        Trait.told("running by default", sensor.running(), NO_LONGER_RUNNING),
                        code(sensor.codeHash()),
                        Trait.told("description", sensor.description())),
                sensor.definedAt());
    }

    private static DefinitionTraits of(Resource resource) {
        return new DefinitionTraits(
                RESOURCE,
                resource.location(),
                resource.repository(),
                resource.name(),
                resource.codeHash(),
                null,
                List.of(
                        Trait.made("type", resource.type()),
                        code(resource.codeHash()),
                        Trait.told("description", resource.description())),
                resource.definedAt());
    }

    private static Trait code(String hash) {
        return Trait.made("code", hash);
    }

    private static List<String> shown(List<String> jobs) {
        return jobs.stream().filter(job -> !job.startsWith("__")).toList();
    }

    private static Trait.Rule target() {
        return (before, after) -> before == null ? null : "it does not launch the job " + before + " any more";
    }

    private static Trait.Rule targets() {
        return (before, after) -> {
            List<?> gone = new ArrayList<>((List<?>) before);
            gone.removeAll((List<?>) after);
            return gone.isEmpty()
                    ? null
                    : "it does not launch "
                            + Listing.some(gone.stream().map(String::valueOf).toList(), 3) + " any more";
        };
    }
}
