package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.testing.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What models answer, and what comes of it: money, calls, what the next call is told. */
class ModelAnswersTest extends ControlTestBase {
    private RunDriver run = RunDriver.NONE;
    private JsonNode job = tools.jackson.databind.node.JsonNodeFactory.instance.nullNode();

    @BeforeEach
    void askedOnce() {
        policy(ALLOW_ALL);
        agent("""
            name: support
            system_prompt: Help.
            tools: [orders.lookup]
            output_schema: {type: object}
            model:
              provider: anthropic
              name: claude
              max_tokens: 500
              rate_limit_seconds: 7
              price: {input_micros_per_million: 3000000, output_micros_per_million: 15000000,
                cached_input_micros_per_million: 300000, cache_write_micros_per_million: 3750000}
              fallbacks:
                - {provider: openai, name: gpt, price: {input_micros_per_million: 9000000, output_micros_per_million: 9000000}}
            """);
        run = runAgent("support", Map.of("message", "Where is it?", "order", 4711))
                .start();
        job = claim(attemptId(run, "agent/llm-1", 1), "llm").json();
    }

    private static Map<String, @Nullable Object> said(String finish, @Nullable String text, Object... calls) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("text", text);
        output.put("tool_calls", List.of(calls));
        output.put("finish_reason", finish);
        return output;
    }

    private static Map<String, Object> call(String name, Map<String, Object> arguments) {
        return Map.of("id", "call_1_1", "name", name, "arguments", arguments);
    }

    private Answer answer(Map<String, @Nullable Object> output, Map<String, Object> usage) {
        Answer answer = report(job, "completed", output, null, usage);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        deliver(run);
        return answer;
    }

    private long spent(String what) {
        return count(
                "SELECT (outcome->'spent'->>'" + what + "')::bigint FROM attempts WHERE id = ?",
                job.at("/attempt_id").asString());
    }

    private JsonNode nextJob() {
        return claim(attemptId(run, "agent/llm-2", 1), "llm").json();
    }

    @Test
    void the_worker_is_told_all_of_the_model_and_of_the_input() {
        assertThat(job.at("/input/messages/0/content").asString())
                .isEqualTo("Where is it?\n\nFurther input: {\"order\":4711}");
        assertThat(job.at("/input/rate_limit_seconds").asInt()).isEqualTo(7);
        assertThat(job.at("/input/output_schema/type").asString()).isEqualTo("object");
        assertThat(job.at("/input/fallbacks/0").toString()).isEqualTo("{\"provider\":\"openai\",\"model\":\"gpt\"}");
        assertThat(job.at("/remaining_ms").asLong()).isGreaterThan(120_000);
    }

    @Test
    void parts_of_the_usage_cost_their_own_rates() {
        answer(
                said("stop", "there"),
                Map.of("input_tokens", 12_307, "output_tokens", 550, "cache_write_tokens", 12_304));

        assertThat(spent("cost_micros")).isEqualTo(54_399);
        assertThat(spent("tokens")).isEqualTo(12_857);
    }

    @Test
    void a_fallback_is_paid_at_its_own_price() {
        answer(said("stop", "there"), Map.of("input_tokens", 10, "output_tokens", 10, "model", "openai/gpt"));

        assertThat(spent("cost_micros")).isEqualTo(180);
    }

    @Test
    void usage_that_cannot_be_true_costs_what_was_reserved() {
        answer(said("stop", "there"), Map.of("input_tokens", 0, "output_tokens", 0));

        assertThat(spent("tokens")).isGreaterThan(500);
    }

    @Test
    void a_failure_is_paid_for_when_it_says_so_or_when_nobody_knows() {
        Map<String, Object> error = Map.of("code", "answer-unfit", "message", "no JSON", "retryable", false);
        report(job, "failed", null, error, Map.of("input_tokens", 10, "output_tokens", 10));
        assertThat(spent("cost_micros")).isEqualTo(180);
    }

    @Test
    void a_failure_that_says_that_it_used_nothing_is_free() {
        Map<String, Object> error = Map.of("code", "provider-auth", "message", "no", "retryable", false);
        report(job, "failed", null, error, Map.of("input_tokens", 0, "output_tokens", 0));
        assertThat(spent("cost_micros")).isZero();
    }

    @Test
    void a_failure_that_nobody_knows_the_price_of_costs_what_was_reserved() {
        Map<String, Object> error = Map.of("code", "provider-unavailable", "message", "cut", "retryable", true);
        report(job, "failed", null, error, Map.of());
        assertThat(spent("tokens")).isGreaterThan(500);
    }

    @Test
    void calls_of_an_answer_that_was_cut_are_never_made() {
        for (String finish : List.of("length", "content_filter", "refusal")) {
            askedOnce();
            answer(
                    said(finish, "so", call("orders_lookup", Map.of("id", "4711"))),
                    Map.of("input_tokens", 10, "output_tokens", 10));

            assertThat(count("SELECT count(*) FROM steps WHERE run_id = ? AND kind = 'tool'", run.id()))
                    .isZero();
            assertThat(text(
                            "SELECT outcome->>'code' FROM attempts WHERE id = ?",
                            job.at("/attempt_id").asString()))
                    .isEqualTo("answer-cut");
            assertThat(text(
                            "SELECT (output->>'finish_reason') || (output->>'truncated') FROM steps WHERE run_id = ?"
                                    + " AND path = 'agent/llm-1'",
                            run.id()))
                    .isEqualTo(finish + "true");
        }
    }

    @Test
    void arguments_that_are_no_object_are_told_to_the_model_and_the_call_is_not_made() {
        Map<String, Object> broken =
                Map.of("id", "call_1_1", "name", "orders_lookup", "arguments", Map.of(), "not_an_object", "[1]");
        answer(said("tool_calls", null, broken), Map.of("input_tokens", 10, "output_tokens", 10));
        run.settle();

        JsonNode next = nextJob();

        assertThat(next.at("/input/messages/2/content").asString())
                .contains("your arguments are no JSON object", "[1]");
        assertThat(next.at("/input/messages/1/tool_calls/0/not_an_object").asString())
                .isEqualTo("[1]");
        assertThat(count(
                        "SELECT count(*) FROM attempts WHERE run_id = ? AND type = 'tool' AND state = 'READY'",
                        run.id()))
                .isZero();
    }

    @Test
    void what_a_provider_wants_back_is_kept_by_digest_and_handed_back_byte_for_byte() {
        String opaque =
                "{\"from\":\"anthropic\",\"kept\":[{\"type\":\"thinking\",\"signature\":\"\\u0000\\ud800+/==\"}],"
                        + " \"n\": 1.0}";
        Map<String, @Nullable Object> output = said("tool_calls", null, call("nosuch ", Map.of()));
        output.put("opaque", opaque);
        answer(output, Map.of("input_tokens", 10, "output_tokens", 10));
        run.settle();

        assertThat(nextJob().at("/input/messages/1/opaque").asString()).isEqualTo(opaque);
        String sha256 = HexFormat.of().formatHex(Digests.sha256(opaque.getBytes(StandardCharsets.UTF_8)));
        assertThat(text(
                        "SELECT output->>'opaque_sha256' FROM steps WHERE run_id = ? AND path = 'agent/llm-1'",
                        run.id()))
                .isEqualTo(sha256);
        assertThat(text("SELECT string_agg(entry::text, '') FROM journal entry WHERE run_id = ?", run.id()))
                .doesNotContain("thinking");
    }

    @Test
    void a_model_is_told_that_people_changed_its_arguments() {
        answer(
                said("tool_calls", null, call("orders_lookup", Map.of("id", "7"))),
                Map.of("input_tokens", 10, "output_tokens", 10));
        run.settle();
        // as an approval with other arguments leaves it
        execute("UPDATE steps SET input = '{\"id\": \"3\"}' WHERE run_id = ? AND path = 'agent/tool-1-0'", run.id());
        work(run, "agent/tool-1-0", 1, Map.of("text", "order 3 is open"));
        deliver(run);
        run.settle();

        JsonNode messages = nextJob().at("/input/messages");

        assertThat(messages.at("/1/tool_calls/0/arguments/id").asString()).isEqualTo("7");
        assertThat(messages.at("/2/content").asString())
                .isEqualTo(
                        "a person changed the arguments of this call to {\"id\":\"3\"} before it was made; its result:"
                                + " order 3 is open");
    }
}
