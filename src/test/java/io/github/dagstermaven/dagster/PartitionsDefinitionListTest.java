package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PartitionsDefinitionList.DynamicDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which dynamic partitions definition is meant; an instance has one of each name, whatever code locations have it. */
class PartitionsDefinitionListTest {
    private static final DynamicDefinition SHOP = definition("regions", "shop", "sales");
    private static final DynamicDefinition TILL = definition("regions", "till", "receipts");

    @Test
    void theOnlyOneThereIsMayLieInSeveralCodeLocations() {
        PartitionsDefinitionList known = new PartitionsDefinitionList(List.of(TILL, SHOP));

        assertThat(known.only(null)).isEqualTo("regions");
        assertThat(known.only("regions")).isEqualTo("regions");
        assertThat(known.assetsOf("regions")).containsExactly("receipts", "sales");
    }

    @Test
    void whatIsNotClearIsToldWithTheNamesThatThereAre() {
        Problem several = problem(null, SHOP, definition("customers", "shop", "visits"));
        Problem unknown = problem("region", SHOP, TILL);

        assertThat(several.message()).isEqualTo("There are 2 dynamic partitions definitions: which one is meant?");
        assertThat(several.choices()).containsExactly("customers", "regions");
        assertThat(unknown.message()).isEqualTo("There is no dynamic partitions definition 'region'");
        assertThat(unknown.choices()).containsExactly("regions");
        assertThat(problem("regions").message()).isEqualTo("There is no dynamic partitions definition");
    }

    private static Problem problem(String name, DynamicDefinition... definitions) {
        return catchThrowableOfType(
                        PipelineException.class, () -> new PartitionsDefinitionList(List.of(definitions)).only(name))
                .problems()
                .get(0);
    }

    private static DynamicDefinition definition(String name, String location, String asset) {
        return new DynamicDefinition(name, location, "__repository__", List.of(asset), List.of());
    }
}
