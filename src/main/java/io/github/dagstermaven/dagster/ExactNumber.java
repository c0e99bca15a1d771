package io.github.dagstermaven.dagster;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A number as user code reported it: neither cut to 64 bits nor rounded to the next double. */
public final class ExactNumber {
    private static final int DIGITS_OF_EVERY_LONG = 18;

    private ExactNumber() {}

    /**
     * The number that a text of JSON stands for.
     *
     * @param text a number as JSON writes it
     * @return a {@link Long} where it fits, else a {@link BigInteger}; a {@link BigDecimal} for one with a fraction or exponent
     */
    public static Number of(String text) {
        if (!text.chars().allMatch(character -> character == '-' || Character.isDigit(character))) {
            return new BigDecimal(text);
        }
        if (text.length() <= DIGITS_OF_EVERY_LONG) {
            return Long.valueOf(text);
        }
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
