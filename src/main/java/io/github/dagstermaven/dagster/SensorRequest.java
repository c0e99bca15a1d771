package io.github.dagstermaven.dagster;

/**
 * A request about one sensor.
 *
 * @param <R> the result, a record
 */
public interface SensorRequest<R> extends NamedRequest<R> {

    /** The sensor's name. */
    String name();

    @Override
    default String subject() {
        return "sensor";
    }

    @Override
    default String parameter() {
        return "sensorName";
    }

    @Override
    default String named() {
        return name();
    }
}
