package io.github.dagstermaven.dagster;

/**
 * A definition that was added to the project, and that Dagster loads.
 *
 * @param subject what it is: {@code asset}, {@code job}, {@code schedule}, {@code sensor}, {@code resource}
 * @param name its name as Dagster has it; the key of an asset
 * @param symbol what it is called in Python: for a resource the name of its class
 * @param isPartitioned whether it is an asset with partitions
 * @param definedAt where its code is
 * @param isNewFile whether that file was made for it
 * @param registeredAt what lists it; null when being in that file is enough
 */
public record ScaffoldedDefinition(
        String subject,
        String name,
        String symbol,
        boolean isPartitioned,
        SourceLocation definedAt,
        boolean isNewFile,
        SourceLocation registeredAt) {}
