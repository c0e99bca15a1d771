package io.github.dagstermaven.dagster;

/**
 * A request that names what it is about. With several code locations it goes to the one that has it: a name that several have
 * is an error.
 *
 * @param <R> the result, a record
 */
public interface NamedRequest<R> extends Request<R> {

    /** What it names, in words: {@code asset}, {@code job}. */
    String subject();

    /** The parameter that it is named with. */
    String parameter();

    /** Whether that nothing of it is anywhere is an answer, and not an error. */
    default boolean mayMatchNothing() {
        return false;
    }

    /** What the user named with that parameter; null for everything there is. */
    String named();
}
