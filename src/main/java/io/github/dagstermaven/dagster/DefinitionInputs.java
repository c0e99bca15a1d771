package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * What definitions come from, as far as it is known once they have been used.
 *
 * @param files what is watched of the project, also what is not there, and modules from elsewhere that are no installed packages
 * @param until when they get a new partition by themselves, in seconds since the epoch; null for never
 * @param unsure why more may decide than that; null when nothing does
 * @param interpreters the Pythons that have loaded them
 */
public record DefinitionInputs(List<String> files, Double until, String unsure, List<String> interpreters) {}
