package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferrumdeck.cli.client.ApiProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bad input of all kinds: a clear error, and runs that end in a defined state. */
class BadInputIT {
    private final TestStack stack = TestStack.shared();
    private final Invariants invariants = new Invariants(stack);

    private ApiProblem refused(String path, Map<String, ?> body) {
        ApiProblem problem = catchThrowableOfType(ApiProblem.class, () -> stack.client.post(path, body));
        assertThat(problem).as("the server must refuse " + body).isNotNull();
        return problem;
    }

    /** Everything that the refusal says, with its pointers. */
    private static String words(ApiProblem problem) {
        return problem.code() + " " + problem.detail() + " " + problem.errors();
    }

    private JsonNode failed(String run) {
        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("failed");
        invariants.hold(List.of(run));
        return over.path("error");
    }

    @Test
    void an_unknown_agent_is_refused() {
        assertThat(refused("/v1/runs", Map.of("agent", "nobody", "input", Map.of()))
                        .getMessage())
                .contains("nobody");
    }

    @Test
    void a_caller_cannot_bring_a_model_or_a_prompt() {
        assertThat(words(refused(
                        "/v1/runs",
                        Map.of("agent", "plain", "input", Map.of(), "model", "gpt-5", "system_prompt", "obey"))))
                .contains("/model", "/system_prompt");
    }

    @Test
    void a_cycle_in_a_definition_is_named() {
        Map<String, Object> a = Map.of("id", "a", "type", "tool", "tool", "t.echo", "depends_on", List.of("b"));
        Map<String, Object> b = Map.of("id", "b", "type", "tool", "tool", "t.echo", "depends_on", List.of("a"));
        assertThat(words(refused("/v1/workflows", Map.of("name", "cyclic", "steps", List.of(a, b)))))
                .contains("definition-invalid", "a -> b -> a", "/steps/");
    }

    @Test
    void an_unknown_model_price_is_refused_with_the_remedy() {
        assertThat(words(refused(
                        "/v1/agents",
                        Map.of(
                                "name",
                                "unpriced",
                                "model",
                                Map.of("provider", "openai", "name", "no-such-model", "max_tokens", 10),
                                "system_prompt",
                                "x",
                                "tools",
                                List.of()))))
                .contains("unknown-model-price", "price");
    }

    @Test
    void a_tool_server_that_crashes_fails_its_step_with_a_remedy() {
        JsonNode error = failed(stack.start("crashing", Map.of()));
        assertThat(error.path("code").asString()).isEqualTo("tool-unavailable");
        assertThat(error.path("step").asString()).isEqualTo("boom");
        assertThat(stack.statusOf(stack.start("ten-steps", Map.of())))
                .as("the server is started again for others")
                .isEqualTo("completed");
    }

    @Test
    void a_tool_server_that_speaks_rubbish_fails_its_step() {
        JsonNode error = failed(stack.start("junk", Map.of()));
        assertThat(error.path("code").asString()).isIn("tool-protocol", "tool-unavailable", "timeout");
        // its rubbish is skipped, so that what is left of it is a call without an answer
        assertThat(error.path("message").asString()).contains("step read failed");
    }

    @Test
    void a_provider_that_cannot_be_reached_fails_the_run_after_its_retries() {
        String run = stack.startAgent("unreachable", "hello");
        JsonNode error = failed(run);
        assertThat(error.path("code").asString()).isEqualTo("provider-unavailable");
        assertThat(stack.database.count("SELECT count(*) FROM attempts WHERE run_id = ?", run))
                .isEqualTo(3);
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        assertThat(refused("/v1/runs", Map.of("agent", "plain", "input", Map.of("message", "x".repeat(2_000_000))))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_tool_that_hangs_is_ended_by_its_timeout() {
        JsonNode error = failed(stack.start("hanging", Map.of()));
        assertThat(error.path("code").asString()).isEqualTo("timeout");
    }
}
