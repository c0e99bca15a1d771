package io.github.dagstermaven.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.environment.PythonEnvironment.Index;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a name is taken, asked of an index of our own. */
class PublishedPackagesTest {

    @TempDir
    Path folder;

    private PackageIndex index;

    @BeforeEach
    void startIndex() throws IOException {
        index = new PackageIndex(List.of("1.13.0")).with("my_dbt_project", "1.0");
    }

    @AfterEach
    void stopIndex() {
        index.close();
    }

    @Test
    void aPublishedNameIsFoundHoweverItIsWritten() {
        assertThat(isPublished("My_DBT.Project")).isTrue();
    }

    @Test
    void aFreeNameIsNotFound() {
        assertThat(isPublished("my_dagster_project")).isFalse();
    }

    @Test
    void anIndexThatCannotBeReachedIsNamedWithTheWayAround() {
        index.close();

        PlatformException failure = catchThrowableOfType(PlatformException.class, () -> isPublished("my_dagster"));

        assertThat(failure)
                .hasMessage("Asking whether 'my_dagster' is a published package failed: " + index.url()
                        + "/my-dagster/ cannot be reached: the connection was refused");
        assertThat(failure.problems().get(0).remedy())
                .endsWith(
                        "or leave the check out with <ignorePackageConflict> or -Ddagster.ignorePackageConflict=true");
    }

    @Test
    void offlineNothingIsAsked() {
        Specifications specification = specification();
        specification.offline = true;

        PlatformException failure = catchThrowableOfType(
                PlatformException.class, () -> PythonEnvironment.isPublished(specification.build(), "dagster"));

        assertThat(failure)
                .hasMessage("Whether 'dagster' is a published package cannot be asked, because Maven is offline");
    }

    private boolean isPublished(String name) {
        return PythonEnvironment.isPublished(specification().build(), name);
    }

    private Specifications specification() {
        Specifications specification = new Specifications(folder, folder.resolve("cache"));
        specification.index = new Index(index.url(), null, null);
        return specification;
    }
}
