package io.github.dagstermaven.scaffold;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A new project's name: that of its folder and, with underscores for hyphens as on the command line, of its Python package.
 *
 * @param folder the name as it was given
 * @param packageName the name of the Python package
 */
public record ProjectName(String folder, String packageName) {
    /** What is both a Python identifier and the name of a distribution. */
    private static final Pattern VALID = Pattern.compile("[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?");

    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    /** Words whose packages projects of Dagster are likely to import: the ones that the command line looks out for. */
    private static final List<String> FLAGGED = List.of("dagster", "dbt");

    /**
     * A name as the user gave it.
     *
     * @throws PipelineException Python could not import a package of that name
     */
    public static ProjectName of(String name) {
        String packageName = name.replace('-', '_');
        if (!VALID.matcher(packageName).matches()) {
            throw unusable(
                    name,
                    "a name begins with a letter, goes on with letters, digits, '_' and '-', and ends with neither of those");
        }
        if (KEYWORDS.contains(packageName)) {
            throw unusable(name, "it is a keyword of Python");
        }
        if (StandardLibrary.has(packageName)) {
            throw unusable(name, "Python's own module of that name could not be imported any more");
        }
        return new ProjectName(name, packageName);
    }

    /** The module's name in Maven, where hyphens are usual. */
    String artifactId() {
        return packageName.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the name is likely to be that of a package which the project, or Dagster, imports. */
    public boolean isLikelyTaken() {
        String lower = packageName.toLowerCase(Locale.ROOT);
        return FLAGGED.stream().anyMatch(lower::contains);
    }

    /** The problem of a name under which a package is published. */
    public PipelineException taken() {
        return refused(
                "package_conflict",
                "'" + folder + "' is the name of a published package, which the project could then not import",
                "Choose another name with <name> or -Ddagster.name, or insist with -Ddagster.ignorePackageConflict=true");
    }

    private static PipelineException unusable(String name, String reason) {
        return refused(
                "invalid_name",
                "'" + name + "' cannot be the name of a project: " + reason,
                "Choose another name with <name> or -Ddagster.name, for example " + similar(name));
    }

    private static PipelineException refused(String kind, String message, String remedy) {
        return new PipelineException(Problem.ofParameter(kind, message, "name", remedy));
    }

    /** A valid name that is near. */
    private static String similar(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^[^A-Za-z]+|_+$", "");
        if (plain.isEmpty()) {
            return "my_project";
        }
        return KEYWORDS.contains(plain) || StandardLibrary.has(plain) ? plain + "_project" : plain;
    }
}
