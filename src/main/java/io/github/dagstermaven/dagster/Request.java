package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * An operation and its parameters; implemented by records whose components are the parameters.
 *
 * @param <R> the result, a record
 */
public interface Request<R> {

    /** The operation's name, {@code subject.verb}, as in {@code assets.list}. */
    String operation();

    /** The record the result is read into. */
    Class<R> resultType();

    /**
     * Joins the results of several code locations, in the order of the locations. A request that is answered by one location
     * alone needs nothing of its own.
     */
    default R combine(List<R> byLocation) {
        if (byLocation.size() != 1) {
            throw new IllegalStateException(operation() + " has " + byLocation.size() + " answers, and is to have one");
        }
        return byLocation.get(0);
    }
}
