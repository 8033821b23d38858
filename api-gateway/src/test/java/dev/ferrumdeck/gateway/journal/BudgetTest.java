package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.attempts.Acceptance;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Budgets wider than a run. */
class BudgetTest extends ControlTestBase {
    private static final String TWO = """
        name: two
        steps:
          - {id: a, type: tool, tool: orders.lookup, input: {id: x}}
          - {id: b, type: tool, tool: orders.lookup, input: {id: y}, depends_on: [a]}
        """;

    @Autowired
    private Acceptance acceptance;

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    private String tenantBudget(String limits) {
        String id = "bud_" + tenant;
        execute(
                "INSERT INTO budgets (id, tenant_id, scope, scope_name, limits) VALUES (?, ?, 'tenant', ?, CAST(? AS"
                        + " jsonb))",
                id,
                tenant,
                tenant,
                limits);
        return id;
    }

    private String budget(String id) {
        return text(
                "SELECT reserved_tool_calls || ' reserved, ' || spent_tool_calls || ' spent' FROM budgets WHERE id = ?",
                id);
    }

    @Test
    void is_reserved_at_dispatch_and_settled_by_the_entry_that_carries_the_outcome() {
        String budget = tenantBudget("{\"tool_calls\": 5}");
        RunDriver run = run(TWO, Map.of()).start();
        assertThat(budget(budget)).isEqualTo("1 reserved, 0 spent");
        work(run, "a", 1, Map.of("text", "ok"));
        assertThat(budget(budget)).isEqualTo("1 reserved, 0 spent");
        deliver(run);
        assertThat(budget(budget)).isEqualTo("1 reserved, 1 spent");
        work(run, "b", 1, Map.of("text", "ok"));
        deliver(run);
        assertThat(budget(budget)).isEqualTo("0 reserved, 2 spent");
    }

    @Test
    void that_has_nothing_left_ends_the_run() {
        String budget = tenantBudget("{\"tool_calls\": 1}");
        RunDriver run = run(TWO, Map.of()).start();
        work(run, "a", 1, Map.of("text", "ok"));
        deliver(run);
        assertThat(run.state.status()).isEqualTo(RunStatus.BUDGET_EXCEEDED);
        assertThat(text("SELECT message FROM runs WHERE id = ?", run.id())).contains("the tenant");
        assertThat(budget(budget)).isEqualTo("0 reserved, 1 spent");
    }

    @Test
    void whose_rest_others_have_reserved_makes_a_run_wait_and_all_of_them_complete() {
        tool("{name: orders.sum, risk: read, effect: none, server: orders, input_schema: {type: object}}");
        String budget = tenantBudget("{\"tool_calls\": 2}");
        List<RunDriver> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            runs.add(run("{name: one, steps: [{id: a, type: tool, tool: orders.sum, input: {}}]}", Map.of())
                    .start());
        }
        assertThat(runs).extracting(run -> run.state.status().isTerminal()).containsOnly(false);
        assertThat(text(
                        "SELECT outcome->>'status' FROM attempts WHERE run_id = ?",
                        runs.get(2).id()))
                .isEqualTo("AWAITS_BUDGET");
        assertThat(budget(budget)).isEqualTo("2 reserved, 0 spent");
    }

    @Test
    void is_never_granted_twice_to_runs_that_race_for_it() throws Exception {
        String budget = tenantBudget("{\"tool_calls\": 3}");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RunDriver run = run(TWO, Map.of());
            started.add(threads.submit(run::start));
        }
        for (Future<?> start : started) {
            start.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(budget(budget)).isEqualTo("3 reserved, 0 spent");
    }

    @Test
    void is_charged_in_full_for_an_expired_attempt_and_corrected_by_a_late_report() {
        agent("{name: talker, model: {provider: scripted, name: m, max_tokens: 100}, system_prompt: hi, tools: []}");
        String budget = tenantBudget("{\"tokens\": 100000}");
        RunDriver run = runAgent("talker", Map.of("message", "hello")).start();
        String attempt = attemptId(run, "agent/llm-1", 1);
        var job = claim(attempt, "llm").json();
        execute("UPDATE attempts SET lease_expires_at = clock_timestamp() - interval '1 s' WHERE id = ?", attempt);
        acceptance.expire(attempt);
        deliver(run);
        long charged = count("SELECT spent_tokens FROM budgets WHERE id = ?", budget);
        assertThat(charged).isGreaterThan(100);

        var late = complete(job, Map.of("text", "hi", "tool_calls", List.of(), "finish_reason", "stop"));
        assertThat(late.status()).isEqualTo(410);
        assertThat(count("SELECT spent_tokens FROM budgets WHERE id = ?", budget))
                .isEqualTo(110);
    }
}
