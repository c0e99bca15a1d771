package io.github.dagstermaven.dagster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

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
