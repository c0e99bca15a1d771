package io.github.dagstermaven.dagster;

/** Told of each run event, in order, while a request is carried out. */
@FunctionalInterface
public interface RunListener {

    /** Takes note of an event. */
    void on(RunEvent event);

    /** A listener that ignores everything. */
    static RunListener none() {
        return event -> {};
    }

    /** A listener that passes each event to this one, then to another. */
    default RunListener andThen(RunListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }
}
