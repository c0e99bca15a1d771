package io.github.dagstermaven.dagster;

/** From which level on a finding of lint fails the build: {@code dagster.failOnLint}. */
public enum LintThreshold {
    /** Errors do. */
    ERROR,
    /** Errors and warnings do. */
    WARN,
    /** None does. */
    NEVER;

    /** Whether a finding of that level fails the build. */
    public boolean isReachedBy(LintLevel level) {
        return switch (this) {
            case ERROR -> level == LintLevel.ERROR;
            case WARN -> level == LintLevel.ERROR || level == LintLevel.WARN;
            case NEVER -> false;
        };
    }
}
