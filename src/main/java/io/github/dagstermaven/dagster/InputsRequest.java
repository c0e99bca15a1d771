package io.github.dagstermaven.dagster;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks what the definitions that are loaded come from.
 *
 * @param location the code location to narrow to, or null
 */
public record InputsRequest(String location) implements Request<DefinitionInputs> {
    @Override
    public String operation() {
        return "session.inputs";
    }

    @Override
    public Class<DefinitionInputs> resultType() {
        return DefinitionInputs.class;
    }

    @Override
    public DefinitionInputs combine(List<DefinitionInputs> byLocation) {
        TreeSet<String> files = new TreeSet<>();
        List<String> interpreters = new ArrayList<>();
        for (DefinitionInputs inputs : byLocation) {
            files.addAll(inputs.files());
            interpreters.addAll(inputs.interpreters());
        }
        Optional<Double> until = byLocation.stream()
                .map(DefinitionInputs::until)
                .filter(Objects::nonNull)
                .min(Double::compare);
        Optional<String> unsure = byLocation.stream()
                .map(DefinitionInputs::unsure)
                .filter(Objects::nonNull)
                .findFirst();
        return new DefinitionInputs(List.copyOf(files), until.orElse(null), unsure.orElse(null), interpreters);
    }
}
