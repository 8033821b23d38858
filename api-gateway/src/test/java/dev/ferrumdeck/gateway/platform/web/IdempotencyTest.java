package dev.ferrumdeck.gateway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key}, on the publishing of policies. */
class IdempotencyTest extends GatewayWebTest {
    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void keys() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
    }

    @Test
    void a_repeated_request_gets_the_first_answer_and_has_no_effect() {
        Answer first = publish(admin, "k1", policy("one"));
        publish(admin, "k2", policy("two"));
        Answer again = publish(admin, "k1", policy("one"));

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(get(admin, "/v1/policies/p").json().at("/version").asInt()).isEqualTo(2);
    }

    @Test
    void the_same_key_with_another_body_is_422() {
        publish(admin, "k1", policy("one"));
        assertThat(publish(admin, "k1", policy("two")).text("/code")).isEqualTo("idempotency-mismatch");
    }

    @Test
    void the_same_key_of_another_caller_is_422_and_of_another_tenant_is_free() {
        publish(admin, "k1", policy("one"));
        assertThat(publish(keys.key(tenant, "policy_admin"), "k1", policy("one"))
                        .text("/code"))
                .isEqualTo("idempotency-mismatch");
        Answer elsewhere = publish(keys.key(tenant(), "admin"), "k1", policy("one"));
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(elsewhere.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void a_request_whose_first_is_still_running_is_409() {
        publish(admin, "k1", policy("one"));
        update("status = NULL");
        assertThat(publish(admin, "k1", policy("one")).text("/code")).isEqualTo("idempotency-in-progress");
    }

    @Test
    void a_first_request_that_died_with_its_gateway_is_taken_over() {
        publish(admin, "k1", policy("one"));
        update("status = NULL, created_at = clock_timestamp() - interval '10 minutes'");
        assertThat(publish(admin, "k1", policy("one")).status()).isEqualTo(200);
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        publish(admin, "k1", policy("one"));
        update("created_at = clock_timestamp() - interval '25 hours'");
        Answer again = publish(admin, "k1", policy("two"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void a_refused_request_may_be_repeated() {
        assertThat(publish(admin, "k1", "{\"rules\": 7}").status()).isEqualTo(422);
        assertThat(publish(admin, "k1", policy("one")).status()).isEqualTo(201);
    }

    @Test
    void keys_are_never_kept_with_the_secrets_of_an_answer() {
        Map<String, Object> spec = Map.of("name", "ci", "roles", List.of("viewer"));
        call(request(admin, "/v1/api-keys").header("Idempotency-Key", "k1").POST(json(spec)));
        Integer kept = jdbc.sql("SELECT count(*) FROM idempotency_keys WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .query(Integer.class)
                .single();
        assertThat(kept).isZero();
    }

    private void update(String change) {
        jdbc.sql("UPDATE idempotency_keys SET " + change + " WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .update();
    }

    private Answer publish(String key, String idempotencyKey, String body) {
        return call(request(key, "/v1/policies")
                .header("Idempotency-Key", idempotencyKey)
                .POST(json(body)));
    }

    private static String policy(String rule) {
        return "{\"name\": \"p\", \"rules\": [{\"id\": \"" + rule
                + "\", \"effect\": \"allow\", \"tools\": [\"a.*\"]}]}";
    }
}
