package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A grant with its signature.
 *
 * @param kid which key signed; public keys at {@code GET /v1/keys/grants}
 * @param payload the canonical JSON of a {@link Grant}: these very bytes are signed
 * @param signature Ed25519 over the UTF-8 bytes of the payload, in base64url without padding
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SignedGrant(
        @JsonProperty("kid") String kid,
        @JsonProperty("payload") String payload,
        @JsonProperty("signature") String signature) {}
