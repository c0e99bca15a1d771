package io.github.dagstermaven.dagster;

/**
 * Dagster as the goals see it: one place to send a {@link Request} to, whatever stands behind it (a local bridge, a
 * deployment).
 *
 * <p>Implementations are safe for use by one goal at a time; {@link #close()} may be called from any thread and ends a
 * call that is under way.
 */
public interface Dagster extends AutoCloseable {

    /**
     * Carries out a request and waits for its result.
     *
     * @param request what to do
     * @param listener told of each run event while the request is carried out, on the calling thread, in order
     * @param limit how long the operation may take that the request belongs to; then it is cancelled
     * @return the result; for a {@link RunRequest} also when runs failed, since the events tell the truth about them
     * @throws PipelineException the user's definitions or parameters are at fault
     * @throws PlatformException the environment, the bridge, the protocol or the deployment is at fault
     */
    <R> R call(Request<R> request, RunListener listener, TimeLimit limit);

    /** Ends whatever is under way, in an orderly manner where possible, and everything that was started for it. */
    @Override
    void close();
}
