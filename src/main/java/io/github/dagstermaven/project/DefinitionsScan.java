package io.github.dagstermaven.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells from its text whether a Python file defines a {@code Definitions} (or a repository) at its top level. */
final class DefinitionsScan {
    private static final int LARGEST_FILE = 1_000_000;
    private static final String CALL =
            "(?:\\w+\\.)*(?:Definitions(?:\\.merge\\w*)?|load_defs|load_from_defs_folder|load_definitions\\w*)\\s*\\(";
    private static final Pattern ASSIGNMENT = Pattern.compile("^\\w+\\s*(?::[^=]+)?=\\s*\\(?\\s*" + CALL);
    private static final Pattern CONTINUED_ASSIGNMENT = Pattern.compile("^\\w+\\s*(?::[^=]+)?=\\s*\\(\\s*$");
    private static final Pattern CALLED = Pattern.compile("^\\s+" + CALL);
    private static final Pattern ANNOTATED = Pattern.compile("^\\w+\\s*:\\s*[\"']*(?:\\w+\\.)*Definitions[\"']*\\s*=");
    private static final Pattern DECORATED = Pattern.compile("^@(?:\\w+\\.)*(?:definitions|repository)\\b");
    private static final Pattern GUARD = Pattern.compile("^(?:if|else|elif|try|except|finally|with)\\b.*");

    private DefinitionsScan() {}

    static boolean hasDefinitions(Path file) {
        try {
            return Files.size(file) <= LARGEST_FILE
                    && hasDefinitions(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // What cannot be read cannot be imported either.
            return false;
        }
    }

    static boolean hasDefinitions(String source) {
        // Most files are told apart by this alone.
        if (!source.contains("efinitions") && !source.contains("load_") && !source.contains("repository")) {
            return false;
        }
        boolean guarded = false;
        boolean continued = false;
        for (String line : withoutCommentsAndStrings(source).lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            boolean indented = Character.isWhitespace(line.charAt(0));
            if (continued && CALLED.matcher(line).find()) {
                return true;
            }
            continued = CONTINUED_ASSIGNMENT.matcher(line).find();
            if (!indented) {
                guarded = GUARD.matcher(line).matches();
            }
            // The body of an `if`, `try` or `with` is at the top level too; that of a function or class is not.
            if ((!indented || guarded) && isDefining(line.strip())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDefining(String line) {
        return ASSIGNMENT.matcher(line).find()
                || ANNOTATED.matcher(line).find()
                || DECORATED.matcher(line).find();
    }

    /** The text with the same lines and code, but neither comments nor the content of strings. */
    private static String withoutCommentsAndStrings(String source) {
        StringBuilder code = new StringBuilder(source.length());
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            if (c == '#') {
                int end = source.indexOf('\n', i);
                i = end < 0 ? source.length() : end;
            } else if (c == '"' || c == '\'') {
                String triple = String.valueOf(c).repeat(3);
                String quote = source.startsWith(triple, i) ? triple : String.valueOf(c);
                code.append("\"\"");
                i = endOfString(source, i + quote.length(), quote);
            } else {
                code.append(c);
                i++;
            }
        }
        return code.toString();
    }

    private static int endOfString(String source, int from, String quote) {
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (source.startsWith(quote, i)) {
                return i + quote.length();
            } else if (c == '\n' && quote.length() == 1) {
                // An unclosed quote: a syntax error, which must not hide the rest of the file.
                return i;
            }
        }
        return source.length();
    }
}
