package dev.ferrumdeck.gateway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code Idempotency-Key}, on the publishing of policies. */
class IdempotencyTest extends GatewayWebTest {
    @Autowired
    private PlatformTransactionManager transactions;

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
    void a_request_whose_first_is_still_under_way_is_409() {
        inTransaction(() -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('once:' || :tenant || ':k1', 0))")
                    .param("tenant", tenant)
                    .query((row, n) -> n)
                    .list();
            assertThat(publish(admin, "k1", policy("one")).text("/code")).isEqualTo("idempotency-in-progress");
        });
        assertThat(publish(admin, "k1", policy("one")).status()).isEqualTo(201);
    }

    @Test
    void what_is_made_and_its_key_stand_and_fall_together() {
        jdbc.sql("""
                        CREATE OR REPLACE FUNCTION lose_commit() RETURNS trigger LANGUAGE plpgsql AS
                            'BEGIN RAISE EXCEPTION ''the commit is lost''; END'
                        """).update();
        jdbc.sql("""
                        CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON idempotency_keys DEFERRABLE INITIALLY DEFERRED
                            FOR EACH ROW WHEN (NEW.key = 'lost') EXECUTE FUNCTION lose_commit()
                        """).update();
        try {
            Answer lost = publish(admin, "lost", policy("one"));
            assertThat(lost.status()).as(lost.body()).isEqualTo(503);
            assertThat(get(admin, "/v1/policies/p").status()).isEqualTo(404);
        } finally {
            jdbc.sql("DROP TRIGGER lose ON idempotency_keys").update();
        }
        assertThat(publish(admin, "lost", policy("one")).status()).isEqualTo(201);
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
    void an_answer_with_a_secret_is_not_kept_and_a_repetition_says_where_what_it_made_is() {
        Map<String, Object> spec = Map.of("name", "ci", "roles", List.of("viewer"));
        Answer first = call(
                request(admin, "/v1/api-keys").header("Idempotency-Key", "k1").POST(json(spec)));
        Answer again = call(
                request(admin, "/v1/api-keys").header("Idempotency-Key", "k1").POST(json(spec)));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(keysNamed("ci")).isOne();
        assertThat(jdbc.sql("SELECT count(response) FROM idempotency_keys WHERE tenant_id = :tenant")
                        .param("tenant", tenant)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private int keysNamed(String name) {
        return jdbc.sql("SELECT count(*) FROM api_keys WHERE tenant_id = :tenant AND name = :name")
                .param("tenant", tenant)
                .param("name", name)
                .query(Integer.class)
                .single();
    }

    private void inTransaction(Runnable work) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
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
