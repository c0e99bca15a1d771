package io.github.dagstermaven.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.dagster.RunEvent.AssetMaterialized;
import io.github.dagstermaven.dagster.RunEvent.Output;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ProtocolJsonTest {

    @Test
    void metadataKeepsWhatUserCodeReported() {
        AssetMaterialized event = (AssetMaterialized) ProtocolJson.event(
                "asset_materialized",
                ProtocolJson.object("{\"run_id\":\"r\",\"step\":\"a\",\"asset\":\"a\",\"time\":1.5,\"metadata\":"
                        + "{\"big\":1000000000000000000000000000000,\"parts\":{\"none\":null,\"share\":12345678.9}}}"));

        assertThat(event.time()).isEqualTo(1.5);
        assertThat(event.metadata().get("big")).isEqualTo(BigInteger.TEN.pow(30));
        assertThat(event.metadata().get("parts")).hasToString("{none=null, share=12345678.9}");
    }

    @Test
    void aPrintedLineMayNameTheRunThatPrintedIt() {
        assertThat(ProtocolJson.event("output", ProtocolJson.object("{\"run_id\":\"r\",\"line\":\"hello\"}")))
                .isEqualTo(new Output("r", "hello"));
        assertThat(ProtocolJson.event("output", ProtocolJson.object("{\"run_id\":null,\"line\":\"hello\"}")))
                .isEqualTo(new Output("hello"));
    }
}
