package io.github.dagstermaven.report;

import java.util.List;
import java.util.Map;

/** A case; the verdict decides which element it gets. {@code earlier}: the attempts at it that did not end well. */
record JUnitCase(
        String className,
        String name,
        double seconds,
        Verdict verdict,
        String type,
        String message,
        String text,
        String output,
        Map<String, Object> metadata,
        List<JUnitCase> earlier) {
    JUnitCase(
            String className,
            String name,
            double seconds,
            Verdict verdict,
            String type,
            String message,
            String text,
            String output,
            Map<String, Object> metadata) {
        this(className, name, seconds, verdict, type, message, text, output, metadata, List.of());
    }

    boolean isBad() {
        return verdict == Verdict.FAILURE || verdict == Verdict.ERROR;
    }

    /** Whether it is good in the end and was not before. */
    boolean isFlaky() {
        return verdict == Verdict.PASSED && !earlier.isEmpty();
    }

    /** The same after attempts at it that did not end well. */
    JUnitCase after(List<JUnitCase> attempts) {
        return new JUnitCase(className, name, seconds, verdict, type, message, text, output, metadata, attempts);
    }

    /** The same as if it had ended well. */
    JUnitCase passed() {
        return new JUnitCase(className, name, seconds, Verdict.PASSED, null, null, null, null, metadata);
    }

    /** The same with what its step has printed and logged. */
    JUnitCase saying(String said) {
        String all = output == null ? said : output.strip() + "\n" + said;
        return new JUnitCase(className, name, seconds, verdict, type, message, text, all, metadata, earlier);
    }

    /** What a case came to. */
    enum Verdict {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }
}
