package io.github.dagstermaven.dagster;

/**
 * A place in the user's code.
 *
 * @param file the file's absolute path
 * @param line the line, from 1; 0 when unknown
 * @param source the text of that line, without indentation; null when unknown
 */
public record SourceLocation(String file, int line, String source) {}
