package io.github.dagstermaven.mojo;

import java.util.List;

/** What a build fails with when runs have failed. */
final class FailureText {
    private FailureText() {}

    /** The failures, one a line, and where the details are. */
    static String of(List<String> failures, BuildLayout layout) {
        String details = "Details: " + layout.junitReports() + " and " + layout.logs();
        return failures.size() == 1
                ? failures.get(0) + System.lineSeparator() + details
                : "There are failures:"
                        + System.lineSeparator()
                        + "  "
                        + String.join(System.lineSeparator() + "  ", failures)
                        + System.lineSeparator()
                        + details;
    }
}
