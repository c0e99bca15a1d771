package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.DagsterException;
import io.github.dagstermaven.dagster.Listing;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.dagster.Secrets;
import io.github.dagstermaven.dagster.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong, in the user's words: what failed, on which value, where, and what to do. Never a stack trace. */
public final class ProblemText {
    private static final Excerpt MESSAGE = new Excerpt(4_000);
    private static final int CHOICES_SHOWN = 10;
    private static final String INDENT = "  ";

    private final SourcePaths paths;
    private final Secrets secrets;

    /** The folder that paths start from, and what must not be seen. */
    public ProblemText(Path projectDirectory, Secrets secrets) {
        this.paths = new SourcePaths(projectDirectory);
        this.secrets = secrets;
    }

    /** The problems of an exception; several are counted and numbered. */
    public List<String> lines(DagsterException exception) {
        return lines(exception.problems());
    }

    /** The same as one text, for the message of an exception. */
    public String text(DagsterException exception) {
        return String.join("\n", lines(exception));
    }

    /** A problem as one text for where its line is seen anyway. */
    public String besideItsLine(Problem problem) {
        Problem placeless = new Problem(
                problem.kind(),
                problem.message(),
                problem.subject(),
                problem.value(),
                problem.parameter(),
                problem.choices(),
                null,
                null,
                problem.remedy());
        return String.join("\n", masked(lines(placeless)));
    }

    /** Problems; several are counted and numbered. */
    public List<String> lines(List<Problem> problems) {
        if (problems.size() == 1) {
            return masked(lines(problems.get(0)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(Listing.count(problems.size(), "problem") + ":");
        for (int number = 1; number <= problems.size(); number++) {
            String prefix = number + ". ";
            for (String line : lines(problems.get(number - 1))) {
                lines.add(INDENT + prefix + line);
                prefix = " ".repeat(prefix.length());
            }
        }
        return masked(lines);
    }

    private List<String> lines(Problem problem) {
        List<String> lines = new ArrayList<>(messageLines(problem));
        String headline = lines.get(0);
        if (problem.value() != null && !headline.contains(problem.value())) {
            headline += ": '" + problem.value() + "'";
        }
        List<String> meant = meant(problem);
        if (!meant.isEmpty()) {
            headline += ", did you mean " + Listing.alternatives(meant) + "?";
        }
        String where = where(problem);
        lines.set(0, where.isEmpty() ? headline : where + ": " + headline);
        if (problem.at() != null && problem.at().source() != null) {
            lines.add(1, INDENT + INDENT + problem.at().source().strip());
        }
        // A list that only repeats the suggestion tells nothing new.
        if (!problem.choices().isEmpty() && !meant.containsAll(problem.choices())) {
            lines.add(INDENT + choices(problem));
        }
        String remedy = remedy(problem);
        if (!remedy.isEmpty()) {
            lines.add(INDENT + sentence(remedy));
        }
        return lines;
    }

    private static List<String> messageLines(Problem problem) {
        List<String> lines = new ArrayList<>();
        MESSAGE.of(problem.message().strip())
                .lines()
                .forEach(line -> lines.add(lines.isEmpty() ? line : INDENT + line));
        return lines.isEmpty() ? new ArrayList<>(List.of(problem.kind().replace('_', ' '))) : lines;
    }

    private String where(Problem problem) {
        if (problem.at() != null) {
            return paths.at(problem.at());
        }
        return problem.codeLocation() == null || problem.message().contains(problem.codeLocation())
                ? ""
                : "code location " + problem.codeLocation();
    }

    private static List<String> meant(Problem problem) {
        return problem.value() == null ? List.of() : Suggestions.of(problem.value(), problem.choices());
    }

    private static String choices(Problem problem) {
        List<String> all = problem.choices();
        String label = problem.subject() == null ? "choices" : plural(problem.subject());
        if (all.size() <= CHOICES_SHOWN) {
            return label + ": " + String.join(", ", all);
        }
        // Those that may have been meant are told already: what is left is looked through by name.
        List<String> shown = problem.value() == null
                ? all.subList(0, CHOICES_SHOWN)
                : Suggestions.nearest(problem.value(), all, CHOICES_SHOWN).stream()
                        .sorted()
                        .toList();
        return label + ": " + String.join(", ", shown) + ", … and " + (all.size() - CHOICES_SHOWN) + " more";
    }

    private static String plural(String subject) {
        if (subject.endsWith("y")) {
            return subject.substring(0, subject.length() - 1) + "ies";
        }
        return subject + (subject.endsWith("s") ? "es" : "s");
    }

    /** Remedies come from many places; here they all begin with a capital and, as the messages, end without a full stop. */
    private static String sentence(String remedy) {
        String capital = remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1);
        return capital.endsWith(".") && !capital.endsWith("..") ? capital.substring(0, capital.length() - 1) : capital;
    }

    private static String remedy(Problem problem) {
        String parameter = problem.parameter();
        if (parameter == null) {
            return problem.remedy() == null ? "" : problem.remedy();
        }
        String property = "-Ddagster." + parameter;
        String names = "<" + parameter + "> or " + property;
        if (problem.remedy() == null) {
            return "change " + names;
        }
        // The remedy may name the parameter in a sentence of its own.
        return problem.remedy().contains(property) ? problem.remedy() : problem.remedy() + " (" + names + ")";
    }

    private List<String> masked(List<String> lines) {
        return lines.stream().map(secrets::mask).toList();
    }
}
