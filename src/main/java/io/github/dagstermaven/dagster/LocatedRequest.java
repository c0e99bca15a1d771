package io.github.dagstermaven.dagster;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A request that names things which may lie in one code location or in several.
 *
 * @param <R> the result, a record
 */
public interface LocatedRequest<R> extends Request<R> {

    /** What it names, in words: {@code asset}, {@code job}. */
    String subject();

    /** The parameter that it is named with. */
    String parameter();

    /** What the user named with that parameter; null for everything there is. */
    String named();

    /** The same request for the part of it that one code location has, as planned there. */
    LocatedRequest<R> narrowedTo(Collection<String> matches);

    /** A selection of exactly these assets. */
    static String selecting(Collection<String> keys) {
        return keys.stream().map(key -> "key:\"" + key + "\"").collect(Collectors.joining(" or "));
    }
}
