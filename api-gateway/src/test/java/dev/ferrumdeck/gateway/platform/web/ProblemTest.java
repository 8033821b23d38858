package dev.ferrumdeck.gateway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every error looks the same, whoever found it. */
class ProblemTest extends GatewayWebTest {
    private String admin = "";
    private String viewer = "";

    @BeforeEach
    void keys() {
        String tenant = tenant();
        admin = keys.key(tenant, "admin");
        viewer = keys.key(tenant, "viewer");
    }

    @Test
    void a_missing_key_is_401_with_a_challenge() {
        Answer answer = get("", "/v1/me");
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void a_role_that_may_not_is_403() {
        assertProblem(get(viewer, "/v1/api-keys"), 403, "forbidden");
    }

    @Test
    void an_unknown_route_is_404() {
        assertProblem(get(admin, "/v1/nothing-here"), 404, "not-found");
    }

    @Test
    void an_unknown_id_is_404() {
        assertProblem(get(admin, "/v1/api-keys/key_0"), 404, "not-found");
    }

    @Test
    void a_wrong_method_is_405_and_names_the_right_ones() {
        Answer answer = put(admin, "/v1/api-keys", Map.of());
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow").orElse("")).contains("GET").contains("POST");
    }

    @Test
    void a_wrong_media_type_is_415() {
        Answer answer = call(request(admin, "/v1/api-keys")
                .setHeader("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));
        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void malformed_json_is_400_and_says_where() {
        Answer answer = post(admin, "/v1/api-keys", "{\"name\": \n oops}");
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.text("/errors/0/message")).contains("line 2");
    }

    @Test
    void an_invalid_body_is_422_and_points_at_each_fault() {
        Answer answer = post(admin, "/v1/api-keys", Map.of("name", "", "roles", List.of("king")));
        assertProblem(answer, 422, "validation-failed");
        assertThat(answer.json().at("/errors").values().stream()
                        .map(e -> e.at("/pointer").asString()))
                .containsExactlyInAnyOrder("/name", "/roles/0");
    }

    @Test
    void a_body_that_announces_too_much_is_413() {
        assertProblem(post(admin, "/v1/api-keys", "[" + " ".repeat(1 << 20) + "]"), 413, "payload-too-large");
    }

    @Test
    void a_body_that_hides_its_size_is_413_too() {
        byte[] body = ("{\"name\": \"" + "x".repeat(2 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        Answer answer = call(request(admin, "/v1/api-keys")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertProblem(answer, 413, "payload-too-large");
    }

    @Test
    void the_container_refuses_as_a_problem_too() {
        assertProblem(get(admin, "/error"), 404, "not-found");
    }

    @Test
    void every_answer_has_a_request_id_and_harmless_ones_are_kept() {
        assertThat(get("", "/v1/me").header("X-Request-Id").orElse("")).startsWith("req_");
        assertThat(call(request(admin, "/v1/me").header("X-Request-Id", "mine-1"))
                        .header("X-Request-Id"))
                .contains("mine-1");
        assertThat(call(request(admin, "/v1/me").header("X-Request-Id", "<script>"))
                        .header("X-Request-Id")
                        .orElse(""))
                .startsWith("req_");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("https://ferrumdeck.dev/problems/" + code);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/title")).isNotEmpty();
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.text("/trace_id")).isNotEmpty();
    }
}
