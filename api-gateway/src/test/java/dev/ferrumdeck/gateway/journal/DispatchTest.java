package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchTest extends ControlTestBase {
    private static final String APPROVE_REFUNDS = """
        name: default
        rules:
          - {id: refunds, effect: require_approval, tools: [payments.refund], reason: money leaves}
          - {id: reads, effect: allow, tools: ["orders.*"]}
        """;
    private static final String REFUND = """
        name: refund
        steps:
          - {id: pay, type: tool, tool: payments.refund, input: {amount: 120}, on_error: continue}
        """;

    @BeforeEach
    void supportAgent() {
        agent("""
            name: support
            model: {provider: scripted, name: small, max_tokens: 200}
            system_prompt: You help.
            tools: [orders.lookup, payments.refund]
            budget: {tokens: 100000}
            """);
    }

    private static Map<String, Object> proposes(String tool, Map<String, Object> arguments) {
        return Map.of(
                "text", "let me see",
                "tool_calls", List.of(Map.of("id", "call_1", "name", tool, "arguments", arguments)),
                "finish_reason", "tool_calls");
    }

    private static Map<String, Object> says(String text) {
        return Map.of("text", text, "tool_calls", List.of(), "finish_reason", "stop");
    }

    @Test
    void what_entries_dispatch_goes_on_from_their_spans_in_the_trace_of_the_run() {
        policy(ALLOW_ALL);
        String trace = "0af7651916cd43dd8448eb211c80319c";
        RunDriver run = runAgent("support", Map.of("message", "where is o-1?"));
        execute("UPDATE runs SET traceparent = ? WHERE id = ?", "00-" + trace + "-b7ad6b7169203331-00", run.id());
        run.start();
        work(run, "agent/llm-1", 1, proposes("orders_lookup", Map.of("id", "o-1")));
        deliver(run);

        String model = text("SELECT traceparent FROM attempts WHERE run_id = ? AND type = 'llm'", run.id());
        String tool = text("SELECT traceparent FROM attempts WHERE run_id = ? AND type = 'tool'", run.id());
        assertThat(List.of(model, tool)).allMatch(parent -> parent.matches("00-" + trace + "-[0-9a-f]{16}-01"));
        assertThat(tool).isNotEqualTo(model);
        Answer job = claim(attemptId(run, "agent/tool-1-0", 1), "tool");
        assertThat(job.text("/traceparent")).isEqualTo(tool);
        assertThat(doorbell.traceparents()).contains(model, tool);
    }

    @Test
    void an_agent_calls_a_tool_and_answers() {
        policy(ALLOW_ALL);
        RunDriver run = runAgent("support", Map.of("message", "where is o-1?")).start();
        work(run, "agent/llm-1", 1, proposes("orders_lookup", Map.of("id", "o-1")));
        deliver(run);
        work(run, "agent/tool-1-0", 1, Map.of("text", "it is on its way"));
        deliver(run);

        Answer job = claim(attemptId(run, "agent/llm-2", 1), "llm");
        assertThat(job.json().at("/input/messages").size()).isEqualTo(3);
        assertThat(job.text("/input/messages/0/content")).isEqualTo("where is o-1?");
        assertThat(job.text("/input/messages/1/tool_calls/0/name")).isEqualTo("orders_lookup");
        assertThat(job.text("/input/messages/2/content")).isEqualTo("it is on its way");
        assertThat(job.text("/input/messages/2/tool_call_id")).isEqualTo("call_1");
        assertThat(job.text("/input/tools/0/name")).isEqualTo("orders_lookup");
        assertThat(job.text("/input/system")).isEqualTo("You help.");
        complete(job.json(), says("it is on its way, have a nice day"));
        deliver(run);

        assertThat(run.state.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text("SELECT output->>'text' FROM runs WHERE id = ?", run.id()))
                .startsWith("it is on its way, have");
        assertThat(run.state.spent().tokens()).isEqualTo(220);
        assertThat(text("SELECT budget->'spent'->>'tool_calls' FROM runs WHERE id = ?", run.id()))
                .isEqualTo("1");
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("completed");
    }

    @Test
    void what_no_rule_allows_is_denied_and_the_model_is_told() {
        policy("{name: default, rules: [{id: reads, effect: allow, tools: ['orders.*']}]}");
        RunDriver run = runAgent("support", Map.of("message", "pay back")).start();
        work(run, "agent/llm-1", 1, proposes("payments_refund", Map.of("amount", 5)));
        deliver(run);

        assertThat(text("SELECT state FROM attempts WHERE run_id = ? AND step_path = 'agent/tool-1-0'", run.id()))
                .isEqualTo("DENIED");
        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'agent/tool-1-0'", run.id()))
                .isEqualTo("denied");
        assertThat(text("SELECT effect FROM decisions WHERE run_id = ? AND step_path = 'agent/tool-1-0'", run.id()))
                .isEqualTo("deny");
        Answer job = claim(attemptId(run, "agent/llm-2", 1), "llm");
        assertThat(job.text("/input/messages/2/content")).contains("the policy does not allow payments.refund");
    }

    @Test
    void an_unknown_tool_and_arguments_that_do_not_fit_are_answered_to_the_model() {
        policy(ALLOW_ALL);
        RunDriver run = runAgent("support", Map.of("message", "go")).start();
        work(run, "agent/llm-1", 1, proposes("rm_rf", Map.of()));
        deliver(run);
        work(run, "agent/llm-2", 1, proposes("orders_lookup", Map.of("id", 7)));
        deliver(run);

        assertThat(text(
                        "SELECT outcome->>'code' FROM attempts WHERE run_id = ? AND step_path = 'agent/tool-1-0'",
                        run.id()))
                .isEqualTo("unknown-tool");
        assertThat(text(
                        "SELECT outcome->>'code' FROM attempts WHERE run_id = ? AND step_path = 'agent/tool-2-0'",
                        run.id()))
                .isEqualTo("validation-failed");
        Answer job = claim(attemptId(run, "agent/llm-3", 1), "llm");
        assertThat(job.text("/input/messages/4/content")).contains("/id");
    }

    @Test
    void without_a_policy_nothing_is_allowed() {
        RunDriver run = runAgent("support", Map.of("message", "go")).start();
        assertThat(run.state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(text("SELECT code FROM runs WHERE id = ?", run.id())).isEqualTo("policy-denied");
    }

    @Test
    void a_held_call_goes_on_with_its_approval_and_only_for_its_arguments() {
        policy(APPROVE_REFUNDS);
        RunDriver run = run(REFUND, Map.of()).start();
        assertThat(text("SELECT waiting_for FROM runs WHERE id = ?", run.id())).isEqualTo("approval of pay");
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        decide(approval, "approved", null);
        run.give(new Event.Decided(approval, "pay", Verdict.APPROVED, false, "key_boss", 0));
        run.settle();

        Answer job = claim(attemptId(run, "pay", 2), "tool");
        assertThat(job.json().at("/input/arguments/amount").asInt()).isEqualTo(120);
        assertThat(job.text("/grant/payload")).contains("\"approval\":\"" + approval + "\"");
        assertThat(text("SELECT consumed_by FROM approvals WHERE id = ?", approval))
                .isEqualTo(job.text("/step_id"));
    }

    @Test
    void edited_arguments_take_the_place_of_the_proposed_ones() {
        policy(APPROVE_REFUNDS);
        RunDriver run = run(REFUND, Map.of()).start();
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        decide(approval, "approved", "{\"amount\": 80}");
        run.give(new Event.Decided(approval, "pay", Verdict.APPROVED, true, "key_boss", 0));
        run.settle();

        Answer job = claim(attemptId(run, "pay", 2), "tool");
        assertThat(job.json().at("/input/arguments/amount").asInt()).isEqualTo(80);
    }

    @Test
    void an_approval_under_another_version_of_the_policy_is_asked_for_again() {
        policy(APPROVE_REFUNDS);
        RunDriver run = run(REFUND, Map.of()).start();
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        decide(approval, "approved", null);
        policy(APPROVE_REFUNDS);
        run.give(new Event.Decided(approval, "pay", Verdict.APPROVED, false, "key_boss", 0));
        run.settle();

        assertThat(count("SELECT count(*) FROM approvals WHERE run_id = ?", run.id()))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ? AND state = 'READY'", run.id()))
                .isZero();
    }

    @Test
    void a_deny_still_wins_over_an_approval() {
        policy(APPROVE_REFUNDS);
        RunDriver run = run(REFUND, Map.of()).start();
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        decide(approval, "approved", null);
        policy("{name: default, rules: [{id: no, effect: deny, tools: ['*'], reason: stop}]}");
        run.give(new Event.Decided(approval, "pay", Verdict.APPROVED, false, "key_boss", 0));
        run.settle();

        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'pay'", run.id()))
                .isEqualTo("denied");
    }

    @Test
    void an_approval_step_ends_with_what_was_decided() {
        policy(ALLOW_ALL);
        RunDriver run = run("""
            name: asks
            output: "{% steps.ask.output.decision & ' ' & steps.ask.output.arguments.what %}"
            steps:
              - {id: ask, type: approval, title: "May we?", input: {what: ship}}
            """, Map.of()).start();
        String approval = text("SELECT id FROM approvals WHERE run_id = ? AND kind = 'step'", run.id());
        decide(approval, "approved", null);
        run.give(new Event.Decided(approval, "ask", Verdict.APPROVED, false, "key_boss", 0));
        run.settle();

        assertThat(run.state.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text("SELECT output #>> '{}' FROM runs WHERE id = ?", run.id()))
                .isEqualTo("approved ship");
    }

    @Test
    void a_false_condition_skips_and_a_map_gathers_in_order() {
        policy(ALLOW_ALL);
        RunDriver run = run("""
            name: fan
            output: "{% steps.each.output.text %}"
            steps:
              - {id: never, type: tool, tool: orders.lookup, input: {id: x}, when: "input.orders.size() > 9"}
              - id: each
                type: map
                depends_on: [never]
                over: "{% input.orders %}"
                step: {type: tool, tool: orders.lookup, input: {id: "{% item %}"}}
            """, Map.of("orders", List.of("o-1", "o-2"))).start();
        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'never'", run.id()))
                .isEqualTo("skipped");
        work(run, "each[1]", 1, Map.of("text", "two"));
        work(run, "each[0]", 1, Map.of("text", "one"));
        deliver(run);
        while (run.state.status() != RunStatus.COMPLETED) {
            deliver(run);
        }
        assertThat(text("SELECT output::text FROM runs WHERE id = ?", run.id())).isEqualTo("[\"one\", \"two\"]");
    }

    @Test
    void an_expression_that_fails_ends_the_step() {
        policy(ALLOW_ALL);
        RunDriver run = run("""
            name: broken
            steps:
              - {id: each, type: map, over: "{% {'a': input} %}",
                 step: {type: tool, tool: orders.lookup, input: {id: "{% item %}"}}}
            """, Map.of()).start();
        assertThat(text("SELECT code FROM runs WHERE id = ?", run.id())).isEqualTo("expression-failed");
    }

    private void decide(String approval, String status, @org.jspecify.annotations.Nullable String edited) {
        execute(
                "UPDATE approvals SET status = ?, decided_by = 'key_boss', decided_at = now(),"
                        + " edited_arguments = CAST(? AS jsonb) WHERE id = ?",
                status,
                edited,
                approval);
    }
}
