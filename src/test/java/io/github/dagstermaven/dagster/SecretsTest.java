package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretsTest {

    /** The cases that the Python side is held to as well. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void bothSidesMaskTheSameForms(String name, Secrets secrets, String text, String masked) {
        assertThat(secrets.mask(text)).isEqualTo(masked);
    }

    static List<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        String json = Files.readString(Path.of("src/test/resources/masking/cases.json"));
        for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
            JsonObject one = element.getAsJsonObject();
            Map<String, String> values = new LinkedHashMap<>();
            one.getAsJsonArray("secrets").forEach(value -> values.put("S" + values.size(), value.getAsString()));
            cases.add(Arguments.of(
                    one.get("name").getAsString(),
                    new Secrets(values),
                    one.get("text").getAsString(),
                    one.get("masked").getAsString()));
        }
        return cases;
    }

    @Test
    void aSecretIsMaskedInEveryFormItIsPrintedIn() {
        Secrets secrets = new Secrets(Map.of("TOKEN", "pa\"ss w&rd"));

        assertThat(secrets.mask("plain pa\"ss w&rd, json pa\\\"ss w&rd, url pa%22ss+w%26rd, base64 cGEic3MgdyZyZA=="))
                .isEqualTo("plain ********, json ********, url ********, base64 ********");
    }

    @Test
    void aSecretThatContainsAnotherLeavesNoRestBehind() {
        Secrets secrets = new Secrets(Map.of("SHORT", "abc123", "LONG", "abc123-and-more"));

        assertThat(secrets.mask("x abc123-and-more y abc123 z")).isEqualTo("x ******** y ******** z");
    }

    @Test
    void theLinesOfASecretWithSeveralAreMaskedOneByOne() {
        Secrets secrets = new Secrets(Map.of("KEY", "-----BEGIN-----\nMIIEvQIBADAN\n-----END-----"));

        assertThat(secrets.mask("read MIIEvQIBADAN")).isEqualTo("read ********");
    }

    @Test
    void aWholeKeyFileIsMasked() {
        String file = "{\"k\": 'x'}\n".repeat(3_000);
        Secrets secrets = new Secrets(Map.of("FILE", file));

        assertThat(secrets.mask("a " + file + " b")).isEqualTo("a ******** b");
        assertThat(secrets.mask("a " + file.replace("\"", "\\\\\"").replace("\n", "\\n") + " b"))
                .isEqualTo("a ******** b");
    }

    @Test
    void anEmptySecretMasksNothing() {
        assertThat(new Secrets(Map.of("EMPTY", "")).mask("text")).isEqualTo("text");
    }

    @Test
    void aValueThatIsTooShortIsNamedAndMasksNothing() {
        Secrets secrets = new Secrets(Map.of("PIN", "123", "TOKEN", "s3cret"));

        assertThat(secrets.mask("123 s3cret")).isEqualTo("123 ********");
        assertThat(secrets.tooShort()).containsExactly("PIN");
    }

    @Test
    void valuesDoNotShowInItsText() {
        assertThat(new Secrets(Map.of("TOKEN", "s3cret"))).hasToString("Secrets[TOKEN]");
    }
}
