package io.github.dagstermaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dagster | dagster | ''",
                "Dagster_Webserver[x]>=1.12,<2 | dagster-webserver | >=1.12,<2",
                "dagster == 1.13.27 ; python_version < '3.13' | dagster | == 1.13.27",
                "dagster (>=1.0) | dagster | >=1.0",
                "dagster==1.13.27 --hash=sha256:aa --hash=sha256:bb | dagster | ==1.13.27",
            })
    void namesAndVersionsAreRead(String line, String name, String specifier) {
        Requirement requirement = Requirement.parse(line);

        assertThat(requirement.name()).isEqualTo(name);
        assertThat(requirement.specifier()).isEqualTo(specifier);
    }

    @Test
    void pathsAndAddressesHaveNoName() {
        assertThat(Requirement.parse("./lib").name()).isNull();
        assertThat(Requirement.parse("https://example.com/a-1-py3-none-any.whl").name())
                .isNull();
    }

    @Test
    void theVersionCanBeTakenAway() {
        assertThat(Requirement.parse("dagster-duckdb[pandas]==0.29.1; python_version < '3.13'")
                        .withoutVersion())
                .isEqualTo("dagster-duckdb[pandas]; python_version < '3.13'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=3.10,<3.13 | 3.12.4 | true",
                ">=3.10,<3.13 | 3.13.0 | false",
                "~=3.11 | 3.12.1 | true",
                "~=3.11.2 | 3.12.0 | false",
                "==3.11.* | 3.11.9 | true",
                "!=3.11.* | 3.11.9 | false",
                "3.11 | 3.11.9 | true",
                "3.11 | 3.1.1 | false",
                "^3.10 | 3.13.1 | true",
                ">3.11 | 3.11.0 | false",
                "* | 3.12.0 | true",
            })
    void aSpecifierTellsWhichVersionsFit(String specifier, String version, boolean fits) {
        assertThat(VersionSpecifier.parse(specifier).orElseThrow().matches(version))
                .isEqualTo(fits);
    }

    @Test
    void somethingElseIsNoSpecifier() {
        assertThat(VersionSpecifier.parse("newest")).isEmpty();
    }
}
