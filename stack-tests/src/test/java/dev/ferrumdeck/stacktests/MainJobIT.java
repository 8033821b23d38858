package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.cli.client.ApiProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job on the real stack: guarded, approved, paid, recorded. */
class MainJobIT {
    private final TestStack stack = TestStack.shared();
    private final Approvals approvals = new Approvals(stack);
    private final Invariants invariants = new Invariants(stack);

    private List<JsonNode> steps(String run) {
        return stack.client.list("/v1/runs/" + run + "/steps", Map.of(), 500);
    }

    private JsonNode step(String run, String path) {
        return steps(run).stream()
                .filter(step -> step.path("step").asString().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + path + " among " + steps(run)));
    }

    @Test
    void an_agent_is_denied_one_call_and_asks_for_another_and_completes() {
        String run = stack.startAgent("guarded", "do it");
        String approval = approvals.of(run);
        JsonNode asked = stack.client.get("/v1/approvals/" + approval);
        assertThat(asked.path("arguments").path("key").asString()).isEqualTo("big");
        approvals.decide(approval, Map.of("decision", "approve", "reason", "looks right"));

        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("completed");
        assertThat(over.path("output").path("text").asString()).isEqualTo("all done");
        assertThat(step(run, "agent/tool-1-1").path("state").asString()).isEqualTo("denied");
        assertThat(over.path("budget").path("spent").path("tool_calls").asInt()).isEqualTo(2);
        assertThat(over.path("budget").path("spent").path("cost_micros").asLong())
                .isPositive();
        invariants.hold(List.of(run));
    }

    @Test
    void an_edit_is_checked_again_and_the_tool_sees_the_edited_arguments() {
        String run = stack.startAgent("guarded", "do it");
        String approval = approvals.of(run);
        assertThatThrownBy(() -> approvals.decide(
                        approval, Map.of("decision", "edit", "arguments", Map.of("ms", "not a number", "key", "x"))))
                .isInstanceOf(ApiProblem.class);
        String key = "edited-" + run;
        approvals.decide(approval, Map.of("decision", "edit", "arguments", Map.of("ms", 2, "key", key)));

        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(stack.witness.calls("once").stream()
                        .filter(call -> call.arguments().path("key").asString().equals(key)))
                .hasSize(1);
        assertThatThrownBy(() -> approvals.decide(approval, Map.of("decision", "deny")))
                .as("a second decision")
                .isInstanceOf(ApiProblem.class);
        invariants.hold(List.of(run));
    }

    @Test
    void a_denied_approval_is_told_to_the_model_and_the_run_goes_on() {
        String run = stack.startAgent("guarded", "do it");
        approvals.decide(approvals.of(run), Map.of("decision", "deny", "reason", "too much"));
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(step(run, "agent/tool-2-0").path("state").asString()).isEqualTo("denied");
        invariants.hold(List.of(run));
    }

    @Test
    void the_signal_endpoint_decides_too() {
        String run = stack.start("ask-first", Map.of());
        String approval = approvals.of(run);
        stack.client.post(
                "/v1/runs/" + run + "/signals/decide", Map.of("approval_id", approval, "decision", "approve"));
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        invariants.hold(List.of(run));
    }

    @Test
    void the_budget_stops_a_runaway_agent() {
        String run = stack.startAgent("runaway", "go on for ever");
        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("budget_exceeded");
        assertThat(over.path("budget").path("spent").path("tool_calls").asInt()).isEqualTo(3);
        invariants.hold(List.of(run));
    }

    @Test
    void a_raised_budget_is_what_the_run_goes_on_with() {
        String run = stack.start("ask-first", Map.of());
        String approval = approvals.of(run);
        stack.client.post("/v1/runs/" + run + "/signals/raise_budget", Map.of("limits", Map.of("tool_calls", 7)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> stack.client
                                .run(run)
                                .path("budget")
                                .path("limits")
                                .path("tool_calls")
                                .asInt()
                        == 7);
        approvals.decide(approval, Map.of("decision", "approve"));
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        invariants.hold(List.of(run));
    }

    @Test
    void a_failure_that_passes_is_retried() {
        String run = stack.start("flaky", Map.of("key", "k" + System.nanoTime()));
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(step(run, "try").path("attempt").asInt()).isEqualTo(2);
        invariants.hold(List.of(run));
    }

    @Test
    void a_fan_out_completes_with_its_results_in_order() {
        String run = stack.start("fan-out", Map.of("n", 150));
        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("completed");
        JsonNode output = over.path("output");
        assertThat(output.size()).isEqualTo(150);
        assertThat(output.path(17).path("text").asString()).isEqualTo("17");
        invariants.hold(List.of(run));
    }

    @Test
    void a_paused_run_opens_nothing_until_it_is_resumed() {
        String run = stack.start("three-slow", Map.of());
        stack.client.post("/v1/runs/" + run + "/pause", Map.of());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> stack.client.run(run).path("status").asString().equals("paused"));
        stack.client.post("/v1/runs/" + run + "/resume", Map.of());
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        invariants.hold(List.of(run));
    }

    @Test
    void a_cancelled_run_stays_cancelled_when_a_late_result_comes() {
        String run = stack.start("one-slow", Map.of("ms", 3000));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        stack.database.count("SELECT count(*) FROM attempts WHERE run_id = ? AND state = 'LEASED'", run)
                                == 1);
        stack.client.post("/v1/runs/" + run + "/cancel", Map.of("reason", "not needed"));
        assertThat(stack.statusOf(run)).isEqualTo("cancelled");
        assertThat(Temporal.closeStatus(stack, run)).isEqualTo("WORKFLOW_EXECUTION_STATUS_CANCELED");
        assertThat(stack.client
                        .run(run)
                        .path("budget")
                        .path("reserved")
                        .path("tool_calls")
                        .asInt())
                .isZero();
        invariants.hold(List.of(run));
    }
}
