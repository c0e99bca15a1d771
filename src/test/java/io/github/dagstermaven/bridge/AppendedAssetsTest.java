package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.DescribeRequest;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.TimeLimit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The selection of assets that are appended to, when there are several code locations. */
@Timeout(60)
class AppendedAssetsTest {
    private static final String DESCRIBE = "{'send': {'operation': 'definitions.describe'}}\n";

    @TempDir
    Path folder;

    private FakePython python;

    @BeforeEach
    void newPython() {
        python = new FakePython(folder).withLocations("ingest,marts");
    }

    @Test
    void eachLocationIsDescribedAndToldWhichOfItsAssetsAreMeant() throws Exception {
        python.plays("main", graph("raw"), answer("assets.resolve", "'keys': ['raw']"), described("ingest"))
                .plays("marts", graph("orders"), described("marts"));
        assertThat(describe("raw", null).locations()).containsExactly("ingest", "marts");
        assertThat(received("assets.resolve"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "\"select\":\"raw\",\"parameter\":\"appendAssets\"", "\"orders\"", "\"to_run\":false"));
        assertThat(received("definitions.describe"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("\"append_assets\":\"key:\\\"raw\\\"\""),
                        line -> assertThat(line).doesNotContain("raw"));
    }

    @Test
    void aNameThatNoLocationHasIsRefused() throws Exception {
        python.plays(
                        "main",
                        graph("raw"),
                        "{'send': {'operation': 'assets.resolve'}}\n{'receive': {'error': {'fault': 'user', 'problems':"
                                + " [{'kind': 'unknown_name', 'message': 'There is no asset rw', 'value': 'rw',"
                                + " 'parameter': 'appendAssets', 'choices': ['orders', 'raw']}]}}}")
                .plays("marts", graph("orders"));
        assertThatThrownBy(() -> describe("rw", null))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        e -> assertThat(e.problems().get(0).parameter()).isEqualTo("appendAssets"));
    }

    @Test
    void besideARepositoryEachLocationJudgesForItself() throws Exception {
        python.plays("main", described("ingest")).plays("marts", described("marts"));
        describe("raw", "shop");
        assertThat(received("definitions.describe"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"append_assets\":\"raw\""));
    }

    private Definitions describe(String appendAssets, String repository) throws Exception {
        try (LocalDagster dagster = python.open()) {
            return dagster.call(
                    new DescribeRequest(null, repository, false, appendAssets), RunListener.none(), TimeLimit.none());
        }
    }

    private List<String> received(String operation) throws Exception {
        return python.received().stream()
                .filter(line -> line.contains('"' + operation + '"'))
                .toList();
    }

    private static String graph(String key) {
        return answer("assets.graph", "'assets': [{'key': '" + key + "', 'made': true}]");
    }

    private static String described(String location) {
        return DESCRIBE + "{'receive': {'result': {'locations': ['" + location + "']}}}";
    }

    private static String answer(String operation, String fields) {
        return "{'send': {'operation': '" + operation + "'}}\n{'receive': {'result': {" + fields + "}}}";
    }
}
