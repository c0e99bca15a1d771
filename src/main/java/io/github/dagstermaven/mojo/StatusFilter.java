package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;

/** Which schedules or sensors are listed: all, those that are running, or those that are stopped. */
record StatusFilter(boolean running, boolean stopped) {
    StatusFilter {
        if (running && stopped) {
            throw new PipelineException(Problem.ofParameter(
                    "invalid_parameter",
                    "Nothing is both running and stopped",
                    "stopped",
                    "Leave out <running> (-Ddagster.running) or <stopped> (-Ddagster.stopped)"));
        }
    }

    boolean lets(String status) {
        return running ? status.equals("RUNNING") : !stopped || status.equals("STOPPED");
    }
}
