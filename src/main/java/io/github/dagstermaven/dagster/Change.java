package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What a request that cannot be undone has changed, or would change once the user confirms it.
 *
 * @param subjects what is concerned, in words, one each
 * @param done whether it was changed; false when the request was not confirmed
 */
public record Change(List<String> subjects, boolean done) {}
