package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A parameter that takes one of a few words: the constants of an enumeration in lower case, with hyphens. */
final class Choice {
    private Choice() {}

    /**
     * The constant that a word stands for.
     *
     * @throws PipelineException it stands for none
     */
    static <E extends Enum<E>> E of(String parameter, String subject, String word, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Choice::word).toList();
        throw new PipelineException(Problem.ofValue(
                "invalid_parameter",
                "There is no " + subject + " '" + word + "'",
                subject,
                word,
                parameter,
                words,
                null));
    }

    /** The word for a constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
