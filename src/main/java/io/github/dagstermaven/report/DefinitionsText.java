package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.Definitions.Asset;
import io.github.dagstermaven.dagster.Definitions.Job;
import io.github.dagstermaven.dagster.Definitions.Partitions;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.ScheduleList.Schedule;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.SensorList.Sensor;
import io.github.dagstermaven.dagster.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the goals that list definitions print: a table for people, JSON for programs. */
public final class DefinitionsText {
    private final SourcePaths paths;
    private final Secrets secrets;

    /** The folder that paths start from, and what must not be seen. */
    public DefinitionsText(Path projectDirectory, Secrets secrets) {
        this.paths = new SourcePaths(projectDirectory);
        this.secrets = secrets;
    }

    /** Assets as a table and their number. */
    public List<String> assets(List<Asset> assets) {
        boolean severalLocations = several(assets.stream().map(Asset::location));
        TextTable table =
                new TextTable("Asset", "Location", "Group", "Kinds", "Partitions", "Depends on", "Defined at");
        for (Asset asset : assets) {
            table.row(
                    asset.materializable() ? asset.key() : asset.key() + " (external)",
                    severalLocations ? asset.location() : null,
                    asset.group(),
                    String.join(", ", asset.kinds()),
                    partitions(asset.partitions()),
                    Listing.some(asset.deps(), 3),
                    at(asset.definedAt()));
        }
        return finish(table, assets.size(), "asset", assetCount(assets));
    }

    /** Jobs as a table and their number. */
    public List<String> jobs(List<Job> jobs) {
        boolean severalLocations = several(jobs.stream().map(Job::location));
        TextTable table = new TextTable("Job", "Location", "Runs", "Partitions", "Description", "Defined at");
        for (Job job : jobs) {
            table.row(
                    job.name(),
                    severalLocations ? job.location() : null,
                    job.assets().isEmpty()
                            ? Listing.count(job.ops().size(), "op")
                            : Listing.count(job.assets().size(), "asset"),
                    partitions(job.partitions()),
                    job.description(),
                    at(job.definedAt()));
        }
        return finish(table, jobs.size(), "job", Listing.count(jobs.size(), "job"));
    }

    /** Schedules and their state as a table and their number. */
    public List<String> schedules(List<Schedule> schedules) {
        boolean severalLocations = several(schedules.stream().map(Schedule::location));
        TextTable table = new TextTable(
                "Schedule", "Location", "Status", "Cron", "Time zone", "Next tick", "Job", "Description", "Defined at");
        for (Schedule schedule : schedules) {
            table.row(
                    schedule.name(),
                    severalLocations ? schedule.location() : null,
                    schedule.status(),
                    String.join(", ", schedule.cron()),
                    schedule.timezone(),
                    schedule.nextTick() == null ? null : LocalTime.of(schedule.nextTick(), schedule.timezone()),
                    schedule.job() == null ? "(assets)" : schedule.job(),
                    schedule.description(),
                    at(schedule.definedAt()));
        }
        return finish(table, schedules.size(), "schedule", Listing.count(schedules.size(), "schedule"));
    }

    /** Sensors and their state as a table and their number. */
    public List<String> sensors(List<Sensor> sensors) {
        boolean severalLocations = several(sensors.stream().map(Sensor::location));
        TextTable table = new TextTable(
                "Sensor", "Location", "Status", "Type", "Every", "Jobs", "Cursor", "Description", "Defined at");
        for (Sensor sensor : sensors) {
            table.row(
                    sensor.name(),
                    severalLocations ? sensor.location() : null,
                    sensor.status(),
                    sensor.type(),
                    Math.round(sensor.minimumIntervalSeconds()) + " s",
                    Listing.some(sensor.jobs(), 3),
                    sensor.cursor(),
                    sensor.description(),
                    at(sensor.definedAt()));
        }
        return finish(table, sensors.size(), "sensor", Listing.count(sensors.size(), "sensor"));
    }

    /** How many assets can be made, and how many more there are that something else makes: {@code 2 assets, and 1 external}. */
    public static String assetCount(List<Asset> assets) {
        int own = Math.toIntExact(assets.stream().filter(Asset::materializable).count());
        int external = assets.size() - own;
        return Listing.count(own, "asset") + (external == 0 ? "" : ", and " + external + " external");
    }

    private List<String> finish(TextTable table, int number, String noun, String count) {
        if (number == 0) {
            return List.of("No " + noun + "s");
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(count);
        return lines.stream().map(secrets::mask).toList();
    }

    private static boolean several(Stream<String> locations) {
        return locations.distinct().limit(2).count() > 1;
    }

    private static String partitions(Partitions partitions) {
        return partitions == null ? null : partitions.description();
    }

    private String at(SourceLocation location) {
        return location == null ? null : paths.shortestAt(location);
    }
}
