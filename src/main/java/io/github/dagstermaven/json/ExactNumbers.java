package io.github.dagstermaven.json;

import com.google.gson.ToNumberStrategy;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers as user code reported them, neither cut to 64 bits nor rounded to the next double: a {@link Long} where it fits, else
 * a {@link BigInteger}; a {@link BigDecimal} for one with a fraction or exponent.
 */
public final class ExactNumbers implements ToNumberStrategy {
    private static final int DIGITS_OF_EVERY_LONG = 18;

    @Override
    public Number readNumber(JsonReader in) throws IOException {
        return of(in.nextString());
    }

    static Number of(String text) {
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
