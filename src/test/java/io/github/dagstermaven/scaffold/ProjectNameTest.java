package io.github.dagstermaven.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a project may be called. */
class ProjectNameTest {

    @ParameterizedTest
    @CsvSource({
        "my_project, my_project, my_project, my-project",
        "my-project, my-project, my_project, my-project",
        "Orders2, Orders2, Orders2, orders2",
    })
    void hyphensAreForTheFolderAndUnderscoresForThePackage(
            String given, String folder, String packageName, String artifactId) {
        ProjectName name = ProjectName.of(given);

        assertThat(name.folder()).isEqualTo(folder);
        assertThat(name.packageName()).isEqualTo(packageName);
        assertThat(name.artifactId()).isEqualTo(artifactId);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-orders, orders",
        "my project, my_project",
        "a/b, a_b",
        "../up, up",
        "käse, kase",
        "_orders, orders",
        "orders_, orders",
        "-x, x",
        ".., my_project",
        "数据, my_project",
        "my.class, my_class",
    })
    void whatPythonCannotImportIsRefusedWithANameThatItCan(String given, String proposed) {
        Problem problem = refused(given);

        assertThat(problem.message())
                .isEqualTo("'" + given + "' cannot be the name of a project: a name begins with a letter, goes on with"
                        + " letters, digits, '_' and '-', and ends with neither of those");
        assertThat(problem.remedy())
                .isEqualTo("Choose another name with <name> or -Ddagster.name, for example " + proposed);
    }

    @ParameterizedTest
    @CsvSource({
        "class, it is a keyword of Python",
        "queue, Python's own module of that name could not be imported any more",
    })
    void wordsThatPythonNeedsItselfAreRefused(String given, String reason) {
        Problem problem = refused(given);

        assertThat(problem.message()).isEqualTo("'" + given + "' cannot be the name of a project: " + reason);
        assertThat(problem.remedy()).endsWith("for example " + given + "_project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dagster", "my_dagster_project", "MyDbt"})
    void namesWithTheWordsOfKnownPackagesAreToBeLookedUp(String name) {
        assertThat(ProjectName.of(name).isLikelyTaken()).isTrue();
    }

    @Test
    void otherNamesNeedNoNetwork() {
        assertThat(ProjectName.of("my_project").isLikelyTaken()).isFalse();
    }

    private static Problem refused(String name) {
        return catchThrowableOfType(PipelineException.class, () -> ProjectName.of(name))
                .problems()
                .get(0);
    }
}
