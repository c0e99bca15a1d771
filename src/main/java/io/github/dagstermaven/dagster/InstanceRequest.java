package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * A request about the instance alone: it is answered without definitions, and so without waiting for them.
 *
 * @param <R> the result, a record
 */
public interface InstanceRequest<R> extends Request<R> {

    @Override
    default R combine(List<R> byLocation) {
        // One instance, one answer.
        return byLocation.get(0);
    }
}
