package io.github.dagstermaven.dagster;

/** From which severity on a failing check fails the build: {@code dagster.failOnCheckSeverity}. */
public enum CheckSeverityThreshold {
    /** Failing checks of severity ERROR do. */
    ERROR,
    /** Any failing check does. */
    WARN,
    /** None does. */
    NEVER;

    /** Whether a failing check of that severity fails the build; an unknown severity is taken for ERROR. */
    public boolean isReachedBy(String severity) {
        return switch (this) {
            case ERROR -> !"WARN".equalsIgnoreCase(severity);
            case WARN -> true;
            case NEVER -> false;
        };
    }
}
