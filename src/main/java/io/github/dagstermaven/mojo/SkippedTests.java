package io.github.dagstermaven.mojo;

import java.util.Optional;

/** Goals that run or start something are skipped with the tests. */
final class SkippedTests {
    private SkippedTests() {}

    /** The property that skips them in this build, or empty. */
    static Optional<String> by(boolean skipITs, boolean skipTests) {
        if (skipITs) {
            return Optional.of("skipITs");
        }
        return skipTests ? Optional.of("skipTests") : Optional.empty();
    }
}
