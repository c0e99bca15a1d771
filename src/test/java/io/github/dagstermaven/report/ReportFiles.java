package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/** The files that a build leaves behind for others, held to their published schemas. The fixtures use it too. */
public final class ReportFiles {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private ReportFiles() {}

    /**
     * Validates all that the builds of a project and its modules have left behind.
     *
     * @return the names of the files
     */
    public static Set<String> assertValid(File project) throws IOException {
        try (Stream<Path> all = Files.walk(project.toPath())) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(File.separator + "target" + File.separator))
                    .toList();
            return files.stream()
                    .filter(ReportFiles::isValidated)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isValidated(Path file) {
        String name = file.getFileName().toString();
        if (name.equals("manifest.json")) {
            assertValid(file, JsonSchema.MANIFEST);
        } else if (name.equals("definitions-diff.json")) {
            assertValid(file, JsonSchema.DEFINITIONS_DIFF);
        } else if (name.equals("run-results.json")) {
            assertValid(file, JsonSchema.RUN_RESULTS);
        } else if (name.matches("TEST-.*\\.xml")) {
            assertValidForSurefire(file);
        } else {
            return false;
        }
        return true;
    }

    static void assertValid(Path file, JsonSchema schema) {
        try {
            String text = Files.readString(file);
            assertThat(text).contains("\"$schema\": \"" + schema.id() + "\"");
            assertThat(FACTORY.getSchema(text(schema), STRICT).validate(text, InputFormat.JSON))
                    .as(file.toString())
                    .extracting(ValidationMessage::getMessage)
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertValidForSurefire(Path file) {
        assertThatCode(() -> {
                    Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                            .newSchema(ReportFiles.class.getResource("/xsd/surefire-test-report.xsd"));
                    schema.newValidator().validate(new StreamSource(file.toFile()));
                })
                .as(file.toString())
                .doesNotThrowAnyException();
    }

    static String text(JsonSchema schema) {
        try (InputStream text = JsonSchema.class.getResourceAsStream(schema.resource())) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
