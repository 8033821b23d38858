package dev.ferrumdeck.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.wire.SignedGrant;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden vectors: made by another program, so that a worker in any language can be checked against the same files. */
class VectorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void step_ids_are_derived_from_run_and_path() throws IOException {
        for (JsonNode vector : read("step_ids")) {
            assertThat(StepIds.derive(
                            vector.get("run_id").asString(), vector.get("path").asString()))
                    .isEqualTo(vector.get("step_id").asString());
        }
    }

    @Test
    void json_has_one_canonical_form_and_digest() throws IOException {
        for (JsonNode vector : read("canonical")) {
            String json = vector.get("json").asString();
            assertThat(Digests.canonicalJson(json))
                    .isEqualTo(vector.get("canonical").asString());
            assertThat(Digests.canonicalSha256(json))
                    .isEqualTo(vector.get("sha256").asString());
        }
    }

    @Test
    void a_tool_has_one_hash() throws IOException {
        for (JsonNode vector : read("tool_hashes")) {
            assertThat(ToolHash.of(
                            vector.get("name").asString(),
                            vector.get("description").asString(),
                            vector.get("input_schema").toString()))
                    .isEqualTo(vector.get("sha256").asString());
        }
    }

    @Test
    void a_result_has_one_digest() throws IOException {
        for (JsonNode vector : read("result_digests")) {
            Map<String, JsonNode> parts = new LinkedHashMap<>();
            vector.get("body").properties().stream()
                    .filter(part -> !part.getKey().equals("lease_id")
                            && !part.getValue().isNull())
                    .forEach(part -> parts.put(part.getKey(), part.getValue()));
            assertThat(Digests.canonicalSha256(JSON.writeValueAsString(parts)))
                    .isEqualTo(vector.get("sha256").asString());
        }
    }

    @Test
    void a_grant_has_one_payload_and_signature() throws Exception {
        JsonNode vector = read("grant");
        PublicKey publicKey = publicKey(vector.get("public_key").asString());

        SignedGrant signed = GrantSignatures.sign(
                vector.get("kid").asString(),
                privateKey(vector.get("private_key").asString()),
                vector.get("grant").toString());

        assertThat(signed.payload()).isEqualTo(vector.get("payload").asString());
        assertThat(signed.signature()).isEqualTo(vector.get("signature").asString());
        assertThat(GrantSignatures.verify(signed, publicKey)).isTrue();
        assertThat(Digests.canonicalSha256(vector.get("arguments").toString()))
                .isEqualTo(vector.get("grant").get("args_sha256").asString());
    }

    @Test
    void a_changed_byte_anywhere_breaks_the_signature() throws Exception {
        JsonNode vector = read("grant");
        PublicKey publicKey = publicKey(vector.get("public_key").asString());
        String payload = vector.get("payload").asString();
        String signature = vector.get("signature").asString();
        for (int i = 0; i < payload.length(); i++) {
            String changed = payload.substring(0, i) + (char) (payload.charAt(i) ^ 1) + payload.substring(i + 1);
            assertThat(GrantSignatures.verify(new SignedGrant("gk_test", changed, signature), publicKey))
                    .isFalse();
        }
        assertThat(GrantSignatures.verify(new SignedGrant("gk_test", payload, "not base64 !"), publicKey))
                .isFalse();
        assertThat(GrantSignatures.verify(new SignedGrant("gk_test", payload, ""), publicKey))
                .isFalse();
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/vectors/" + name + ".json")) {
            JsonNode vectors = JSON.readTree(Objects.requireNonNull(in));
            assertThat(vectors.size()).isPositive();
            return vectors;
        }
    }

    private static PrivateKey privateKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getUrlDecoder().decode(text)));
    }

    private static PublicKey publicKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getUrlDecoder().decode(text)));
    }
}
