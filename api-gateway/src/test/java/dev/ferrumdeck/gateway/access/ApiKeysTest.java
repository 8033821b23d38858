package dev.ferrumdeck.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys over the API. */
class ApiKeysTest extends GatewayWebTest {
    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void keys() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
    }

    @Test
    void a_new_key_works_and_its_secret_is_shown_once() {
        Answer created = post(admin, "/v1/api-keys", Map.of("name", "ci", "roles", List.of("developer")));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.text("/api_key/id");
        assertThat(created.header("Location")).contains("/v1/api-keys/" + id);
        assertThat(created.text("/key")).matches("fd_live_[0-9A-Z]{26}_[0-9A-Za-z]{49}");

        Answer me = get(created.text("/key"), "/v1/me");
        assertThat(me.text("/tenant_id")).isEqualTo(tenant);
        assertThat(me.text("/key_id")).isEqualTo(id);
        assertThat(get(admin, "/v1/api-keys/" + id).body()).doesNotContain("fd_live");
    }

    @Test
    void the_scheme_of_first_generation_workers_is_taken() {
        Answer me = call(request("", "/v1/me").header("Authorization", "ApiKey " + admin));
        assertThat(me.status()).isEqualTo(200);
    }

    @Test
    void a_key_with_one_changed_character_is_refused() {
        String changed = admin.substring(0, admin.length() - 1) + (admin.endsWith("A") ? "B" : "A");
        assertThat(get(changed, "/v1/me").status()).isEqualTo(401);
    }

    @Test
    void the_right_id_with_another_secret_is_refused() {
        KeyToken real = KeyToken.parse(admin).orElseThrow();
        String forged = new KeyToken(real.keyId(), "x".repeat(43)).text();
        assertThat(get(forged, "/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_revoked_key_is_refused_within_seconds() {
        String key = keys.key(tenant, "viewer");
        assertThat(get(key, "/v1/me").status()).isEqualTo(200);
        assertThat(delete(admin, "/v1/api-keys/" + TestKeys.idOf(key)).status()).isEqualTo(204);
        await().untilAsserted(() -> assertThat(get(key, "/v1/me").status()).isEqualTo(401));
    }

    @Test
    void the_last_admin_key_cannot_be_revoked() {
        assertThat(delete(admin, "/v1/api-keys/" + TestKeys.idOf(admin)).text("/code"))
                .isEqualTo("conflict");
    }

    @Test
    void a_rotated_key_lives_on_for_its_overlap_only() {
        String key = keys.key(tenant, "viewer");
        String path = "/v1/api-keys/" + TestKeys.idOf(key) + "/rotate";
        Answer rotated = post(admin, path, Map.of("overlap_seconds", 60));
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
        assertThat(get(rotated.text("/key"), "/v1/me").json().at("/roles/0").asString())
                .isEqualTo("viewer");
        assertThat(get(key, "/v1/me").status()).isEqualTo(200);

        post(admin, path, Map.of("overlap_seconds", 0));
        await().untilAsserted(() -> assertThat(get(key, "/v1/me").status()).isEqualTo(401));
    }

    @Test
    void an_expired_key_is_refused() {
        Answer created = post(
                admin, "/v1/api-keys", Map.of("name", "short", "roles", List.of("viewer"), "expires_in_seconds", 1));
        await().untilAsserted(() ->
                assertThat(get(created.text("/key"), "/v1/me").status()).isEqualTo(401));
    }

    @Test
    void a_worker_needs_queues_and_nobody_else_may_have_them() {
        Map<String, Object> noQueues = Map.of("name", "w", "roles", List.of("worker"));
        assertThat(post(admin, "/v1/api-keys", noQueues).text("/errors/0/pointer"))
                .isEqualTo("/queues");
        Map<String, Object> person = Map.of("name", "p", "roles", List.of("viewer"), "queues", List.of("tool"));
        assertThat(post(admin, "/v1/api-keys", person).text("/errors/0/pointer"))
                .isEqualTo("/queues");
        Map<String, Object> both = Map.of("name", "b", "roles", List.of("worker", "admin"), "queues", List.of("tool"));
        assertThat(post(admin, "/v1/api-keys", both).text("/errors/0/pointer")).isEqualTo("/roles");
    }

    @Test
    void a_worker_reaches_its_own_routes_and_no_others() {
        String worker = keys.worker(tenant, "tool");
        assertThat(get(worker, "/v1/me").text("/queues/0")).isEqualTo("tool");
        assertThat(get(worker, "/v1/runs").status()).isEqualTo(403);
        assertThat(get(worker, "/v1/audit").status()).isEqualTo(403);
        assertThat(post(admin, "/v1/attempts/att_1/claim", Map.of()).status()).isEqualTo(403);
    }

    @Test
    void keys_of_another_tenant_are_not_there() {
        String other = keys.key(tenant(), "admin");
        assertThat(get(other, "/v1/api-keys/" + TestKeys.idOf(admin)).status()).isEqualTo(404);
        assertThat(get(other, "/v1/api-keys").json().at("/data").size()).isEqualTo(1);
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        for (int i = 0; i < 4; i++) {
            keys.key(tenant, "viewer");
        }
        Answer first = get(admin, "/v1/api-keys?limit=3");
        assertThat(first.json().at("/data").size()).isEqualTo(3);
        assertThat(first.json().at("/has_more").asBoolean()).isTrue();
        Answer second = get(admin, "/v1/api-keys?limit=3&cursor=" + first.text("/next_cursor"));
        assertThat(second.json().at("/data").size()).isEqualTo(2);
        assertThat(second.json().at("/has_more").asBoolean()).isFalse();
        assertThat(second.text("/data/0/id")).isLessThan(first.text("/data/2/id"));
    }

    @Test
    void forged_cursors_and_limits_out_of_range_are_refused() {
        assertThat(get(admin, "/v1/api-keys?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
                        .status())
                .isEqualTo(400);
        assertThat(get(admin, "/v1/api-keys?limit=0").status()).isEqualTo(400);
        assertThat(get(admin, "/v1/api-keys?limit=201").status()).isEqualTo(400);
    }

    @Test
    void rotation_keeps_the_principal_and_the_expiry_and_revives_nothing() {
        Map<String, Object> spec = Map.of(
                "name",
                "anna",
                "roles",
                List.of("approver"),
                "principal",
                "anna@example.org",
                "expires_in_seconds",
                600);
        Answer created = post(admin, "/v1/api-keys", spec);
        String id = created.text("/api_key/id");
        Answer rotated = post(admin, "/v1/api-keys/" + id + "/rotate", Map.of());
        assertThat(rotated.text("/api_key/principal")).isEqualTo("anna@example.org");
        assertThat(rotated.text("/api_key/expires_at")).isEqualTo(created.text("/api_key/expires_at"));
        assertThat(get(rotated.text("/key"), "/v1/me").text("/principal")).isEqualTo("anna@example.org");

        jdbc.sql("UPDATE api_keys SET expires_at = clock_timestamp() - interval '1 second' WHERE id = :id")
                .param("id", id)
                .update();
        assertThat(post(admin, "/v1/api-keys/" + id + "/rotate", Map.of()).status())
                .isEqualTo(409);
        delete(admin, "/v1/api-keys/" + rotated.text("/api_key/id"));
        assertThat(post(admin, "/v1/api-keys/" + rotated.text("/api_key/id") + "/rotate", Map.of())
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_principal_has_one_spelling() {
        for (String wrong : List.of("Anna", "anna\u200b", "", "\u0430nna", "anna ", "key_01K00000000000000000000000")) {
            Answer answer =
                    post(admin, "/v1/api-keys", Map.of("name", "a", "roles", List.of("viewer"), "principal", wrong));
            assertThat(answer.text("/errors/0/pointer")).as(wrong).isEqualTo("/principal");
        }
    }

    @Test
    void admins_who_revoke_each_other_at_once_leave_one() {
        for (int round = 0; round < 5; round++) {
            String own = tenant();
            List<String> admins = List.of(keys.key(own, "admin"), keys.key(own, "admin"));
            List<CompletableFuture<Integer>> revoked = List.of(
                    CompletableFuture.supplyAsync(
                            () -> delete(admins.get(0), "/v1/api-keys/" + TestKeys.idOf(admins.get(1)))
                                    .status()),
                    CompletableFuture.supplyAsync(
                            () -> delete(admins.get(1), "/v1/api-keys/" + TestKeys.idOf(admins.get(0)))
                                    .status()));
            revoked.forEach(CompletableFuture::join);
            assertThat(jdbc.sql("SELECT count(*) FROM api_keys WHERE tenant_id = :t AND revoked_at IS NULL")
                            .param("t", own)
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }

    @Test
    void an_admin_key_that_will_expire_does_not_stand_in_for_one_that_lasts() {
        post(admin, "/v1/api-keys", Map.of("name", "b", "roles", List.of("admin"), "expires_in_seconds", 60));
        assertThat(delete(admin, "/v1/api-keys/" + TestKeys.idOf(admin)).status())
                .isEqualTo(409);
    }

    @Test
    void use_of_a_key_is_noted() {
        get(admin, "/v1/me");
        assertThat(get(admin, "/v1/api-keys/" + TestKeys.idOf(admin)).text("/last_used_at"))
                .isNotEmpty();
    }
}
