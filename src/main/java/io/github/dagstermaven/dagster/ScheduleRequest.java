package io.github.dagstermaven.dagster;

/**
 * A request about one schedule.
 *
 * @param <R> the result, a record
 */
public interface ScheduleRequest<R> extends NamedRequest<R> {

    /** The schedule's name. */
    String name();

    @Override
    default String subject() {
        return "schedule";
    }

    @Override
    default String parameter() {
        return "scheduleName";
    }

    @Override
    default String named() {
        return name();
    }
}
