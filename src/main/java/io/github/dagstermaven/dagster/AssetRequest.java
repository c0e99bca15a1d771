package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A request for assets, which a selection names. It is resolved over the assets of all code locations that the request is
 * narrowed to, as Dagster's global asset graph does.
 *
 * @param <R> the result, a record
 */
public interface AssetRequest<R> extends Request<R> {

    /** The asset selection; null for all. */
    String select();

    /** The parameter that users write the selection in. */
    default String selectParameter() {
        return "select";
    }

    /** Whether it is about all assets, of which the selection says more: locations answer that have none of those, too. */
    default boolean concernsAll() {
        return false;
    }

    /** The repository to narrow to, or null. */
    String repository();

    /** The same request for exactly these assets. */
    AssetRequest<R> narrowedTo(Collection<String> keys);

    /** Whether the assets are to be made, so that a selection is wrong of which nothing can be. */
    default boolean materializes() {
        return false;
    }

    /** A selection of exactly these assets. With commas: an expression of a thousand of them is too deep for Dagster. */
    static String selecting(Collection<String> keys) {
        return keys.stream().map(key -> "key:\"" + key + "\"").collect(Collectors.joining(","));
    }
}
