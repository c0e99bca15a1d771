package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A definition that is not what it was in another manifest.
 *
 * @param kind what has become of it
 * @param subject what it is: {@code asset}, {@code asset check}, {@code job}, {@code schedule}, {@code sensor}, {@code resource}
 * @param location its code location
 * @param name its name now; the last one of what was removed
 * @param formerName the name that it had, where it seems to be renamed; else null
 * @param differences what differs; empty for what was added or removed
 * @param breaks why what relies on the definition as a whole may break; null when nothing does
 * @param definedAt where it is defined, or was; null when unknown
 */
public record DefinitionChange(
        Kind kind,
        String subject,
        String location,
        String name,
        String formerName,
        List<Difference> differences,
        String breaks,
        SourceLocation definedAt) {

    /** What has become of a definition. */
    public enum Kind {
        /** It is new. */
        ADDED,
        /** It is gone. */
        REMOVED,
        /** One is gone, and one that does the same, or has a name like it, is new. */
        RENAMED,
        /** It differs. */
        CHANGED
    }

    /** Whether what relies on it may break. */
    public boolean isBreaking() {
        return !reasons().isEmpty();
    }

    /** Why what relies on it may break; empty when nothing does. */
    public List<String> reasons() {
        return Stream.concat(
                        Stream.of(breaks == null ? "" : breaks),
                        differences.stream().map(Difference::breaks))
                .filter(Objects::nonNull)
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    /** Whether what it makes may become another. */
    public boolean isModified() {
        return kind == Kind.ADDED
                || kind == Kind.RENAMED
                || differences.stream().anyMatch(Difference::modifies);
    }
}
