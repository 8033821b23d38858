package dev.ferrumdeck.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FerrumdeckClientTest {
    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_post_has_the_key_and_an_idempotency_key_of_its_own() {
        server.stubs()
                .stubFor(post("/v1/runs")
                        .withHeader("Authorization", equalTo("Bearer fd_live_key"))
                        .withRequestBody(equalToJson("{\"agent\":\"support\"}"))
                        .willReturn(okJson("{\"id\":\"run_1\"}").withStatus(202)));

        var request = Json.object().put("agent", "support");
        server.client().startRun(request);
        server.client().startRun(request);

        assertThat(idempotencyKeys()).hasSize(2);
    }

    @Test
    void a_run_that_was_started_without_saying_which_is_a_problem() {
        server.stubs().stubFor(post("/v1/runs").willReturn(aResponse().withStatus(202)));

        ApiProblem problem =
                catchThrowableOfType(ApiProblem.class, () -> server.client().startRun(Json.object()));

        assertThat(problem.code()).isEqualTo("no-answer");
    }

    @Test
    void a_post_that_failed_on_the_way_is_made_again_with_the_same_idempotency_key() {
        server.stubs()
                .stubFor(post("/v1/runs")
                        .inScenario("flaky")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .willSetStateTo("busy"));
        server.stubs()
                .stubFor(post("/v1/runs")
                        .inScenario("flaky")
                        .whenScenarioStateIs("busy")
                        .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "2"))
                        .willSetStateTo("well"));
        server.stubs()
                .stubFor(post("/v1/runs")
                        .inScenario("flaky")
                        .whenScenarioStateIs("well")
                        .willReturn(okJson("{\"id\":\"run_1\"}")));

        assertThat(server.client().startRun(Json.object()).path("id").asString())
                .isEqualTo("run_1");
        assertThat(idempotencyKeys()).hasSize(1);
        assertThat(server.waits()).containsExactly(Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    @Test
    void a_problem_keeps_code_detail_and_places_and_is_not_tried_again() {
        server.stubs()
                .stubFor(post("/v1/runs").willReturn(aResponse().withStatus(422).withBody("""
                                {"type":"https://ferrumdeck.dev/problems/validation-failed","title":"Validation failed",
                                 "status":422,"detail":"The run is not valid; nothing was started.",
                                 "code":"validation-failed","trace_id":"abc",
                                 "errors":[{"pointer":"/budget/tokens","message":"must be a whole number from 0"}]}
                                """)));

        ApiProblem problem =
                catchThrowableOfType(ApiProblem.class, () -> server.client().startRun(Json.object()));

        assertThat(problem.code()).isEqualTo("validation-failed");
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.detail()).isEqualTo("The run is not valid; nothing was started.");
        assertThat(problem.traceId()).isEqualTo("abc");
        assertThat(problem.errors())
                .containsExactly(new ApiProblem.Fault("/budget/tokens", "must be a whole number from 0"));
        assertThat(server.waits()).isEmpty();
    }

    @Test
    void a_spent_budget_is_not_tried_again_though_it_is_429() {
        server.stubs()
                .stubFor(post("/v1/runs")
                        .willReturn(aResponse().withStatus(429).withBody("{\"code\":\"budget-exceeded\"}")));

        assertThatThrownBy(() -> server.client().startRun(Json.object())).isInstanceOf(ApiProblem.class);
        assertThat(server.waits()).isEmpty();
    }

    @Test
    void an_answer_of_a_proxy_becomes_a_problem_too() {
        server.stubs()
                .stubFor(get("/v1/runs/run_1")
                        .willReturn(aResponse().withStatus(404).withBody("<html>nothing</html>")));

        ApiProblem problem =
                catchThrowableOfType(ApiProblem.class, () -> server.client().run("run_1"));

        assertThat(problem.code()).isEqualTo("http-404");
        assertThat(problem.detail()).contains("nothing");
    }

    @Test
    void no_server_is_an_error_of_its_own() {
        FerrumdeckClient client = server.client();
        String url = server.uri().toString();
        server.close();

        assertThatThrownBy(() -> client.run("run_1"))
                .isInstanceOf(ServerUnreachable.class)
                .hasMessageContaining(url);
        assertThat(server.waits()).hasSize(2);
    }

    @Test
    void a_list_goes_over_its_pages_and_stops_at_the_most() {
        server.stubs()
                .stubFor(get(urlPathEqualTo("/v1/runs"))
                        .willReturn(
                                okJson("{\"data\":[{\"id\":1},{\"id\":2}],\"next_cursor\":\"c\",\"has_more\":true}")));
        server.stubs()
                .stubFor(get(urlPathEqualTo("/v1/runs"))
                        .withQueryParam("cursor", equalTo("c"))
                        .willReturn(
                                okJson("{\"data\":[{\"id\":3},{\"id\":4}],\"next_cursor\":null,\"has_more\":false}")));

        assertThat(ids(server.client().list("/v1/runs", Map.of(), 10))).containsExactly(1, 2, 3, 4);
        assertThat(ids(server.client().list("/v1/runs", Map.of(), 3))).containsExactly(1, 2, 3);
    }

    @Test
    void a_journal_is_one_document_over_all_pages_with_the_plan_of_the_first() {
        server.stubs().stubFor(get(urlPathEqualTo("/v1/runs/run_1/journal")).willReturn(okJson("""
                        {"run_id":"run_1","status":"running","entries":2,"head_hash":"b","plan":{"run_id":"run_1"},
                         "data":[{"n":1}],"next_cursor":"c","has_more":true}""")));
        server.stubs()
                .stubFor(get(urlPathEqualTo("/v1/runs/run_1/journal"))
                        .withQueryParam("cursor", equalTo("c"))
                        .willReturn(okJson("""
                        {"run_id":"run_1","status":"completed","entries":3,"head_hash":"c",
                         "data":[{"n":2},{"n":3}],"has_more":false}""")));

        var journal = server.client().journal("run_1");

        assertThat(journal.path("data")).hasSize(3);
        assertThat(journal.path("plan").isObject()).isTrue();
        assertThat(journal.path("status").asString()).isEqualTo("completed");
        assertThat(journal.path("head_hash").asString()).isEqualTo("c");
    }

    @Test
    void waiting_for_a_run_asks_until_it_is_over() {
        server.stubs().stubFor(get(urlPathEqualTo("/v1/runs/run_1")).willReturn(okJson("{\"status\":\"running\"}")));
        server.stubs()
                .stubFor(get(urlPathEqualTo("/v1/runs/run_1"))
                        .withQueryParam("wait", equalTo("30"))
                        .willReturn(okJson("{\"status\":\"completed\"}")));

        var run = server.client().awaitOver("run_1", Duration.ofMinutes(5));

        assertThat(run.path("status").asString()).isEqualTo("completed");
    }

    @Test
    void names_are_escaped_in_paths() {
        server.stubs().stubFor(get(urlEqualTo("/v1/runs/a%2Fb%20c")).willReturn(okJson("{\"id\":\"x\"}")));

        assertThat(server.client().run("a/b c").path("id").asString()).isEqualTo("x");
    }

    private static List<Integer> ids(List<tools.jackson.databind.JsonNode> rows) {
        return rows.stream().map(it -> it.path("id").asInt()).toList();
    }

    private Set<String> idempotencyKeys() {
        Set<String> keys = new HashSet<>();
        server.stubs()
                .findAll(postRequestedFor(urlEqualTo("/v1/runs")))
                .forEach(it -> keys.add(it.getHeader("Idempotency-Key")));
        return keys;
    }
}
