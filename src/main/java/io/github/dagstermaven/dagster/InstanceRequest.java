package io.github.dagstermaven.dagster;

/**
 * A request about the instance alone: it is answered without definitions, and so without waiting for them.
 *
 * @param <R> the result, a record
 */
public interface InstanceRequest<R> extends Request<R> {}
