package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * Hands a run for each of some partitions of a job to the instance's run coordinator. Without any narrowing: for all of them.
 *
 * @param job the job's name
 * @param location the code location that has it
 * @param repository the repository that has it
 * @param partitions partition keys, and ranges of such ({@code first...last}); never together with the next two
 * @param first the first partition; null for the first there is
 * @param last the last partition; null for the last there is
 * @param tags tags of every run
 * @param confirmed whether to launch them, or only to tell which they would be
 * @param waiting whether their end is waited for, so that nothing is launched that nobody would ever execute
 */
public record BackfillJobRequest(
        String job,
        String location,
        String repository,
        List<String> partitions,
        String first,
        String last,
        Map<String, String> tags,
        boolean confirmed,
        boolean waiting)
        implements Request<Launch> {
    @Override
    public String operation() {
        return "jobs.backfill";
    }

    @Override
    public Class<Launch> resultType() {
        return Launch.class;
    }
}
