package io.github.dagstermaven.dagster;

/**
 * Describes the scheduler of the instance, and all that it keeps of schedules and sensors.
 */
public record DescribeSchedulerRequest() implements InstanceRequest<SchedulerDescription> {
    @Override
    public String operation() {
        return "schedules.debug";
    }

    @Override
    public Class<SchedulerDescription> resultType() {
        return SchedulerDescription.class;
    }
}
