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

    /** Joins the results of several code locations, in the order of the locations. */
    R combine(List<R> byLocation);
}
