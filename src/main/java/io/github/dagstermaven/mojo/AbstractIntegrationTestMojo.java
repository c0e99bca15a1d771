package io.github.dagstermaven.mojo;

import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** What goals that run or start something have in common: they are skipped with the integration tests. */
abstract class AbstractIntegrationTestMojo extends AbstractDagsterMojo {
    /**
     * Skips integration tests, and with them every goal that runs something.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipITs", defaultValue = "false")
    boolean skipITs;

    /**
     * Skips tests, and with them every goal that runs something.
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    boolean skipTests;

    @Override
    Optional<String> skippedBy() {
        return super.skippedBy().or(() -> SkippedTests.by(skipITs, skipTests));
    }
}
