package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest extends CommandLineTest {

    @ParameterizedTest
    @CsvSource({
        "completed, , 0",
        "failed, tool-failed, 1",
        "failed, policy-denied, 3",
        "failed, approval-denied, 3",
        "budget_exceeded, budget-exceeded, 4",
        "cancelled, cancelled, 1"
    })
    void waiting_for_a_run_ends_as_the_run_did(String status, String code, int expected) {
        started();
        events("id: 1\nevent: run." + status + "\ndata: {\"n\":1,\"status\":\"" + status + "\"}\n\n");
        run(status, code);

        assertThat(call("run", "start", "--agent", "support", "--wait").exitCode())
                .isEqualTo(expected);
    }

    @Test
    void not_waiting_for_people_is_5() {
        started();
        events("id: 1\nevent: approval.requested\ndata: {\"n\":1,\"approvals\":[{\"approval_id\":\"apr_1\","
                + "\"step\":\"agent/tool-1-0\"}]}\n\n");
        run("waiting", null);

        Call call = call("run", "start", "--agent", "support", "--wait", "--no-wait-approval");

        assertThat(call.exitCode()).isEqualTo(5);
        assertThat(call.err()).contains("apr_1");
    }

    @Test
    void a_run_that_is_not_over_is_6() {
        run("running", null);

        assertThat(call("run", "get", "run_1", "--wait", "0").exitCode()).isEqualTo(6);
        assertThat(call("run", "get", "run_1").exitCode()).isZero();
    }

    @Test
    void a_watch_lives_through_a_gateway_that_is_away() {
        String stream = "id: 1\nevent: run.failed\ndata: {\"n\":1,\"status\":\"failed\"}\n\n";
        for (int i = 0; i < 40; i++) {
            server.stubs()
                    .stubFor(get("/v1/runs/run_1/events")
                            .inScenario("away")
                            .whenScenarioStateIs(i == 0 ? "Started" : "away " + i)
                            .willSetStateTo("away " + (i + 1))
                            .willReturn(aResponse().withStatus(503)));
        }
        server.stubs()
                .stubFor(get("/v1/runs/run_1/events")
                        .inScenario("away")
                        .whenScenarioStateIs("away 40")
                        .willReturn(aResponse().withBody(stream)));
        run("failed", "tool-failed");
        started();

        Call call = call("run", "start", "--agent", "support", "--wait", "-q");

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).startsWith("started run_1");
        assertThat(server.waits().stream()
                        .mapToLong(java.time.Duration::toMillis)
                        .sum())
                .isGreaterThan(60_000);
    }

    @Test
    void the_cause_is_said_at_the_end() {
        events("id: 1\nevent: run.failed\ndata: {\"n\":1,\"status\":\"failed\"}\n\n");
        server.stubs().stubFor(get(urlPathEqualTo("/v1/runs/run_1")).willReturn(okJson("""
                {"id":"run_1","status":"failed","error":{"code":"tool-failed","message":"no such order",
                 "step":"lookup","remedy":"give another order"}}""")));

        Call call = call("run", "watch", "run_1");

        assertThat(call.out().lines())
                .startsWith("run_1")
                .endsWith("  tool-failed: no such order  (step lookup)", "  remedy: give another order");
    }

    @Test
    void wrong_usage_is_2_and_says_what_would_be_right() {
        assertThat(call("run").exitCode()).isEqualTo(2);
        assertThat(call("run").err()).contains("cancel, get, journal, list");
        assertThat(call("run", "start").exitCode()).isEqualTo(2);
        assertThat(call("nonsense").exitCode()).isEqualTo(2);
        assertThat(call("run", "start", "--agent", "a", "--input", "{not json").exitCode())
                .isEqualTo(2);
    }

    @Test
    void no_server_is_10_with_the_remedy() {
        server.close();

        Call call = call("run", "list");

        assertThat(call.exitCode()).isEqualTo(10);
        assertThat(call.err()).contains("remedy: start it with ./ferrumdeck up");
    }

    @Test
    void a_refusal_prints_code_detail_places_and_remedy_on_stderr_only() {
        server.stubs()
                .stubFor(post("/v1/runs").willReturn(aResponse().withStatus(422).withBody("""
                                {"code":"validation-failed","detail":"The run is not valid; nothing was started.",
                                 "errors":[{"pointer":"/labels/a","message":"must be short"}],"trace_id":"t1"}""")));

        Call call = call("run", "start", "--agent", "support");

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .contains("validation-failed: The run is not valid; nothing was started.")
                .contains("at /labels/a: must be short")
                .contains("remedy: correct the places above")
                .contains("trace: t1");
    }

    @Test
    void an_edit_that_the_policy_denies_is_3() {
        server.stubs()
                .stubFor(post("/v1/approvals/apr_1/decision")
                        .willReturn(aResponse()
                                .withStatus(422)
                                .withBody("{\"code\":\"policy-denied\",\"detail\":\"rule no-shell\"}")));

        assertThat(call("approval", "edit", "apr_1", "--arguments", "{\"amount\":1}")
                        .exitCode())
                .isEqualTo(3);
    }

    private void started() {
        server.stubs()
                .stubFor(
                        post("/v1/runs").willReturn(okJson("{\"id\":\"run_1\"}").withStatus(202)));
    }

    private void events(String stream) {
        server.stubs()
                .stubFor(get("/v1/runs/run_1/events").willReturn(aResponse().withBody(stream)));
    }

    private void run(String status, @org.jspecify.annotations.Nullable String code) {
        String error = code == null ? "" : ",\"error\":{\"code\":\"" + code + "\"}";
        server.stubs()
                .stubFor(get(urlPathEqualTo("/v1/runs/run_1"))
                        .willReturn(okJson("{\"id\":\"run_1\",\"status\":\"" + status + "\"" + error + "}")));
    }
}
