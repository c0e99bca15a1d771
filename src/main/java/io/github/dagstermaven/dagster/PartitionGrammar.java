package io.github.dagstermaven.dagster;

import io.github.dagstermaven.dagster.PartitionTerm.Dimension;
import io.github.dagstermaven.dagster.PartitionTerm.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what users write for partitions:
 *
 * <pre>
 * 2024-01-02                                  one key
 * 2024-01-02...2024-01-31                     a range, both ends included
 * latest, latest:7                            the last ones of each asset
 * missing, failed, all                        by the state of each asset
 * date=2024-01-01...2024-01-07|colour=red     by dimension: of each a key, a range, latest, latest:n or all
 * key:missing                                 a key that looks like one of these
 * </pre>
 */
public final class PartitionGrammar {
    private static final String RANGE = "...";
    private static final String ELLIPSIS = "…";
    private static final String EXACTLY = "key:";
    private static final String HOW = " (a key that looks like this is written key:…)";
    private static final Pattern LATEST = Pattern.compile("latest(?::(.*))?", Pattern.DOTALL);
    private static final Pattern TWO_DOTS = Pattern.compile("(.*[^.\\s])\\s*\\.\\.\\s*([^.\\s].*)", Pattern.DOTALL);
    private static final Pattern CHOICE = Pattern.compile("latest(?::\\d+)?|missing|failed|all");
    private static final Pattern PART = Pattern.compile("([^=]*)=(.*)", Pattern.DOTALL);

    private final String parameter;

    /** A reader of the values of one parameter of a goal. */
    public PartitionGrammar(String parameter) {
        this.parameter = parameter;
    }

    /**
     * Several terms, each of which may be of any kind.
     *
     * @throws PipelineException with a problem for each term that is none
     */
    public List<PartitionTerm> terms(List<String> texts) {
        List<PartitionTerm> terms = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            try {
                terms.add(term(texts.get(index)));
            } catch (MalformedException e) {
                String place = texts.size() == 1 ? "" : " (number " + (index + 1) + " of " + texts.size() + ")";
                problems.add(problem(e, place));
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems, null);
        }
        return terms;
    }

    /**
     * A range.
     *
     * @throws PipelineException it is none
     */
    public PartitionTerm range(String text) {
        try {
            PartitionTerm term = rangeOrKey(text.strip(), text.strip());
            if (term.kind() != Kind.RANGE) {
                throw noRange(text.strip());
            }
            return term;
        } catch (MalformedException e) {
            throw new PipelineException(problem(e, ""));
        }
    }

    private static MalformedException noRange(String text) {
        String message = "'" + text + "' is no range of partitions";
        Matcher dots = TWO_DOTS.matcher(text);
        if (dots.matches()) {
            return new MalformedException(
                    text,
                    message + ": it has two dots where a range has three",
                    "Write " + dots.group(1) + RANGE + dots.group(2));
        }
        if (CHOICE.matcher(text).matches()) {
            return new MalformedException(
                    text, message, "Write it in <partitions> (-Ddagster.partitions=" + text + "), or start...end");
        }
        return new MalformedException(text, message, "Write start...end");
    }

    /** One key, whatever it looks like. */
    public static PartitionTerm key(String text) {
        return PartitionTerm.key(text, text);
    }

    private static PartitionTerm term(String given) throws MalformedException {
        String text = given.strip();
        if (text.startsWith(EXACTLY)) {
            return exactly(text, given.stripLeading());
        }
        if (text.equals("missing")) {
            return PartitionTerm.of(text, Kind.MISSING);
        }
        if (text.equals("failed")) {
            return PartitionTerm.of(text, Kind.FAILED);
        }
        return isByDimension(text) ? byDimension(text) : inOneDimension(text, text);
    }

    private static PartitionTerm inOneDimension(String text, String whole) throws MalformedException {
        if (text.startsWith(EXACTLY)) {
            return exactly(text, text);
        }
        if (text.equals("all")) {
            return PartitionTerm.of(text, Kind.ALL);
        }
        Matcher latest = LATEST.matcher(text);
        if (latest.matches()) {
            return PartitionTerm.latest(text, latest.group(1) == null ? 1 : count(latest.group(1), text, whole));
        }
        return rangeOrKey(text, whole);
    }

    private static PartitionTerm exactly(String text, String given) throws MalformedException {
        String key = given.substring(EXACTLY.length());
        if (key.isBlank()) {
            throw new MalformedException(text, "'" + text + "' names no key", "Write the key after key:");
        }
        return PartitionTerm.key(text, key);
    }

    private static int count(String number, String text, String whole) throws MalformedException {
        if (number.matches("0*[1-9][0-9]{0,8}")) {
            return Integer.parseInt(number);
        }
        String message = "'" + text + "' does not say how many of the latest partitions";
        throw new MalformedException(whole, message, "Write a number of at least 1, as latest:7" + HOW);
    }

    private static PartitionTerm rangeOrKey(String text, String whole) throws MalformedException {
        if (text.contains(ELLIPSIS)) {
            String message = "'" + text + "' has a single character where a range has three dots";
            throw new MalformedException(whole, message, "Write start...end" + HOW);
        }
        int at = text.indexOf(RANGE);
        if (at < 0) {
            return PartitionTerm.key(text, text);
        }
        String first = text.substring(0, at).strip();
        String last = text.substring(at + RANGE.length()).strip();
        String lack = first.isEmpty() ? "start" : last.isEmpty() ? "end" : null;
        if (lack != null) {
            throw new MalformedException(whole, "The range '" + text + "' has no " + lack, "Write start...end" + HOW);
        }
        if (last.contains(RANGE) || last.startsWith(".")) {
            String message = "The range '" + text + "' has more than one place of three dots";
            throw new MalformedException(whole, message, "Write start...end" + HOW);
        }
        return PartitionTerm.range(text, first, last);
    }

    private static boolean isByDimension(String text) throws MalformedException {
        String[] parts = text.split("\\|", -1);
        int named = 0;
        for (String part : parts) {
            named += part.contains("=") ? 1 : 0;
        }
        if (named > 0 && named < parts.length) {
            String message = "'" + text + "' names some of its dimensions only";
            throw new MalformedException(
                    text, message, "Write all of them, as date=2024-01-01|colour=red, or none" + HOW);
        }
        return named > 0;
    }

    private static PartitionTerm byDimension(String text) throws MalformedException {
        List<Dimension> dimensions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.split("\\|", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalStateException("not by dimension: " + part);
            }
            String name = matcher.group(1).strip();
            String value = matcher.group(2).strip();
            if (name.isEmpty()) {
                String message = "'" + text + "' has a part without the name of a dimension";
                throw new MalformedException(text, message, "Write it as colour=red" + HOW);
            }
            if (!names.add(name)) {
                throw new MalformedException(
                        text,
                        "'" + text + "' names the dimension '" + name + "' twice",
                        "Name each dimension once; several terms stand side by side");
            }
            if (value.isEmpty()) {
                String message = "'" + text + "' names nothing in the dimension '" + name + "'";
                throw new MalformedException(text, message, "Write a key, a range or all: " + name + "=all");
            }
            if (value.equals("missing") || value.equals("failed")) {
                throw new MalformedException(
                        text,
                        "'" + value + "' is no choice for a single dimension, in '" + text + "'",
                        "Write " + value + " alone, or a key, a range, latest or all for the dimension");
            }
            dimensions.add(new Dimension(name, inOneDimension(value, text)));
        }
        return PartitionTerm.byDimension(text, dimensions);
    }

    private Problem problem(MalformedException malformed, String place) {
        String names = " in <" + parameter + "> (-Ddagster." + parameter + "=…)";
        return Problem.ofValue(
                "invalid_parameter",
                malformed.getMessage() + place,
                "partition",
                malformed.value,
                parameter,
                List.of(),
                malformed.remedy + names);
    }

    /** A text that is no term; told as a problem of the parameter it stands in. */
    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String value;
        private final String remedy;

        MalformedException(String value, String message, String remedy) {
            super(message);
            this.value = value;
            this.remedy = remedy;
        }
    }
}
