package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.JobStructure;
import io.github.dagstermaven.dagster.JobStructure.Input;
import io.github.dagstermaven.dagster.JobStructure.Op;
import io.github.dagstermaven.dagster.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a job consists of, for people. */
public final class JobText {
    private JobText() {}

    /** The names of its ops. */
    public static List<String> brief(JobStructure job) {
        List<String> lines = head(job);
        job.ops().forEach(op -> lines.add("  " + name(op)));
        return lines;
    }

    /** Its description, and its ops with their inputs and outputs. */
    public static List<String> detailed(JobStructure job) {
        List<String> lines = head(job);
        if (job.description() != null) {
            job.description().strip().lines().map(line -> "  " + line.strip()).forEach(line -> lines.add(1, line));
        }
        for (Op op : job.ops()) {
            lines.add("  " + name(op));
            if (!op.inputs().isEmpty()) {
                lines.add("    inputs: "
                        + op.inputs().stream().map(JobText::input).collect(Collectors.joining(", ")));
            }
            if (!op.outputs().isEmpty()) {
                lines.add("    outputs: " + String.join(", ", op.outputs()));
            }
        }
        return lines;
    }

    private static List<String> head(JobStructure job) {
        return new ArrayList<>(
                List.of("Job " + job.job() + ": " + Listing.count(job.ops().size(), "op")));
    }

    private static String name(Op op) {
        return op.name().equals(op.definition()) ? op.name() : op.name() + " (" + op.definition() + ")";
    }

    private static String input(Input input) {
        return input.upstream().isEmpty()
                ? input.name()
                : input.name() + " from " + String.join(" and ", input.upstream());
    }
}
