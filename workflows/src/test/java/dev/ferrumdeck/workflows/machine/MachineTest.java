package dev.ferrumdeck.workflows.machine;

import static dev.ferrumdeck.workflows.machine.Played.agent;
import static dev.ferrumdeck.workflows.machine.Played.map;
import static dev.ferrumdeck.workflows.machine.Played.plan;
import static dev.ferrumdeck.workflows.machine.Played.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final Amount SOME = new Amount(300, 400, 0);

    private static Played agentRun(Limits limits, int maxModelCalls) {
        return new Played(plan(limits, agent(maxModelCalls))).opened("agent", 100, 0);
    }

    @Test
    void an_agent_calls_its_model_with_the_worst_case_reserved() {
        Command.Dispatch first = agentRun(Limits.NONE, 5).dispatch();
        assertThat(first.step()).isEqualTo("agent/llm-1");
        assertThat(first.maxOutputTokens()).isEqualTo(1000);
        assertThat(first.allowance()).isEqualTo(new Amount(1100, 2100, 0));
    }

    @Test
    void calls_that_a_model_proposes_are_dispatched_in_parallel_and_then_it_is_called_again() {
        Played run = agentRun(Limits.NONE, 5).answers("agent/llm-1", SOME, "orders.lookup", "shell.exec");
        assertThat(run.dispatched()).containsExactly("agent/tool-1-0", "agent/tool-1-1");

        run.completes("agent/tool-1-0");
        assertThat(run.dispatched()).isEmpty();
        run.fails("agent/tool-1-1", OutcomeStatus.DENIED, "policy-denied", false);
        assertThat(run.dispatched()).containsExactly("agent/llm-2");
        assertThat(run.changes().toString()).contains("state=DENIED");

        run.answers("agent/llm-2", SOME);
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_tool_that_fails_tells_the_model_at_once_but_is_tried_again_as_a_step_of_a_definition() {
        Played agent = agentRun(Limits.NONE, 5).answers("agent/llm-1", SOME, "orders.lookup");
        agent.fails("agent/tool-1-0", OutcomeStatus.FAILED, "tool-failed", true);
        assertThat(agent.dispatched()).containsExactly("agent/llm-2");

        Played step = new Played(plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL)));
        step.fails("a", OutcomeStatus.FAILED, "tool-failed", true);
        assertThat(step.state().timers()).hasSize(1);
    }

    @Test
    void an_agent_that_wants_more_model_calls_than_it_may_make_fails() {
        Played run = agentRun(Limits.NONE, 1).answers("agent/llm-1", SOME, "orders.lookup");
        assertThat(run.finish().code()).isEqualTo("model-calls-exceeded");
    }

    @Test
    void an_agent_that_proposes_the_same_calls_ten_times_is_stopped() {
        Played run = agentRun(Limits.NONE, 100);
        for (int round = 1; round < AgentPlan.DEFAULT_MAX_SAME_ROUNDS; round++) {
            run.answers("agent/llm-" + round, SOME, "orders.lookup").completes("agent/tool-" + round + "-0");
        }
        run.answers("agent/llm-10", SOME, "orders.lookup");
        assertThat(run.finish().message()).contains("same calls 10 times");
    }

    @Test
    void output_is_clamped_to_what_the_budget_has_left() {
        Limits limits = new Limits(600L, null, null, null);
        assertThat(agentRun(limits, 5).dispatch().maxOutputTokens()).isEqualTo(500);
    }

    @Test
    void a_budget_too_small_for_the_prompt_stops_the_run_before_the_call() {
        Limits limits = new Limits(null, 110L, null, null);
        assertThat(agentRun(limits, 5).finish().status()).isEqualTo(RunStatus.BUDGET_EXCEEDED);
    }

    @Test
    void a_larger_prompt_than_thought_is_asked_for_again_with_its_exact_size() {
        Played run = agentRun(Limits.NONE, 5);
        run.give(new Event.Outcome(
                "agent/llm-1",
                1,
                OutcomeStatus.NEEDS_BUDGET,
                null,
                false,
                null,
                Amount.ZERO,
                0,
                List.of(),
                null,
                0,
                new Amount(900, 900, 0),
                null,
                null));
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        assertThat(run.dispatch().allowance().tokens()).isEqualTo(1900);
        assertThat(run.view().budget().reserved().tokens()).isEqualTo(1900);
    }

    @Test
    void usage_above_a_reservation_is_an_overrun_and_above_the_limit_the_end() {
        Limits limits = new Limits(1200L, null, null, null);
        Played run = agentRun(limits, 5).answers("agent/llm-1", new Amount(1300, 1, 0), "orders.lookup");
        assertThat(run.view().budget().overruns()).isEqualTo(1);
        assertThat(run.finish().status()).isEqualTo(RunStatus.BUDGET_EXCEEDED);
        assertThat(run.dispatched()).isEmpty();
    }

    @Test
    void a_step_that_needs_approval_waits_and_goes_on_with_a_new_attempt_that_rests_on_it() {
        Played run = new Played(plan(Limits.NONE, step("refund", StepKind.TOOL, OnError.FAIL)));
        run.give(run.asks("refund", "apr_1"));
        assertThat(run.view().status()).isEqualTo(RunStatus.WAITING);
        assertThat(run.view().waitingFor()).isEqualTo("approval of refund");
        assertThat(run.view().budget().reserved()).isEqualTo(Amount.ZERO);

        run.give(new Event.Decided("apr_1", "refund", Verdict.APPROVED, true, "ann", 0));
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        assertThat(run.dispatch().approvalId()).isEqualTo("apr_1");
    }

    @Test
    void a_decision_that_comes_before_the_question_is_kept() {
        Played run = new Played(plan(Limits.NONE, step("refund", StepKind.TOOL, OnError.FAIL)));
        run.give(new Event.Decided("apr_1", "refund", Verdict.APPROVED, false, "ann", 0));
        run.give(run.asks("refund", "apr_1"));
        assertThat(run.dispatch().approvalId()).isEqualTo("apr_1");
    }

    @Test
    void an_approval_whose_time_is_up_is_closed_by_the_gateway_and_counts_as_denied() {
        Played run = new Played(plan(Limits.NONE, step("refund", StepKind.TOOL, OnError.FAIL)));
        run.give(run.asks("refund", "apr_1"));
        run.giveAfter(60_000, new Event.TimerFired("approval:apr_1"));
        assertThat(run.commands()).containsExactly(new Command.CloseApproval("refund", "apr_1"));
        run.give(new Event.Decided("apr_1", "refund", Verdict.EXPIRED, false, null, 0));
        assertThat(run.finish().code()).isEqualTo("approval-expired");
    }

    @Test
    void waiting_for_people_is_no_work_time() {
        Limits limits = new Limits(null, null, null, 60L);
        Played run = new Played(plan(limits, step("refund", StepKind.TOOL, OnError.FAIL)));
        run.give(run.asks("refund", "apr_1"));
        run.giveAfter(50_000_000, new Event.Decided("apr_1", "refund", Verdict.APPROVED, false, "ann", 0));
        assertThat(run.view().budget().workMillis()).isLessThan(1000);
        run.giveAfter(61_000, new Event.TimerFired("work-time"));
        assertThat(run.finish().status()).isEqualTo(RunStatus.BUDGET_EXCEEDED);
    }

    @Test
    void an_unknown_outcome_is_never_retried_but_reconciled_by_people() {
        Played run = new Played(plan(Limits.NONE, step("pay", StepKind.TOOL, OnError.FAIL)));
        run.fails("pay", OutcomeStatus.UNKNOWN, "unknown-outcome", false);
        assertThat(run.commands()).containsExactly(new Command.Reconcile("pay", 1));
        assertThat(run.view().budget().reserved()).isEqualTo(Amount.ONE_TOOL_CALL);

        run.give(run.asks("pay", "apr_9"));
        assertThat(run.view().status()).isEqualTo(RunStatus.WAITING);
        run.give(new Event.Decided("apr_9", "pay", Verdict.RETRY, false, "ann", 0));
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        assertThat(run.dispatch().approvalId()).isNull();
    }

    @Test
    void a_failed_step_that_may_fail_lets_those_after_it_run() {
        Played run = new Played(plan(
                Limits.NONE, step("a", StepKind.TOOL, OnError.CONTINUE), step("b", StepKind.TOOL, OnError.FAIL, "a")));
        run.fails("a", OutcomeStatus.FAILED, "tool-failed", false);
        assertThat(run.dispatched()).containsExactly("b");
    }

    @Test
    void a_failed_step_ends_its_run_and_cancels_what_is_in_motion() {
        Played run = new Played(
                plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL), step("b", StepKind.TOOL, OnError.FAIL)));
        run.fails("a", OutcomeStatus.FAILED, "tool-failed", false);
        assertThat(run.finish().step()).isEqualTo("a");
        assertThat(run.finish().message()).contains("it tool-failed");
        assertThat(run.changes().toString()).contains("step=b, kind=TOOL, state=CANCELLED");
    }

    @Test
    void a_lost_worker_is_replaced_at_once_and_counts_as_a_try() {
        Played run = new Played(plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL)));
        run.fails("a", OutcomeStatus.EXPIRED, "lease-expired", true);
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        run.fails("a", OutcomeStatus.EXPIRED, "lease-expired", true);
        run.fails("a", OutcomeStatus.EXPIRED, "lease-expired", true);
        assertThat(run.finish().code()).isEqualTo("lease-expired");
    }

    @Test
    void an_attempt_handed_back_does_not_count_as_a_try() {
        Played run = new Played(plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL)));
        for (int i = 1; i < 10; i++) {
            run.give(Event.Outcome.of("a", i, OutcomeStatus.RELEASED));
            assertThat(run.dispatch().attempt()).isEqualTo(i + 1);
        }
    }

    @Test
    void a_map_keeps_to_its_parallelism_and_forgets_items_that_ended() {
        Played run = new Played(plan(Limits.NONE, map(2, OnError.FAIL))).opened("each", 0, 5);
        assertThat(run.dispatched()).containsExactly("each[0]", "each[1]");
        assertThat(run.completes("each[0]").dispatched()).containsExactly("each[2]");
        assertThat(run.state().steps()).doesNotContainKey("each[0]");
        run.completes("each[1]").completes("each[2]").completes("each[3]");
        assertThat(run.completes("each[4]").finish().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_map_over_nothing_completes() {
        Played run = new Played(plan(Limits.NONE, map(2, OnError.FAIL))).opened("each", 0, 0);
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void more_than_an_entry_can_hold_is_left_as_a_backlog() {
        Played run = new Played(plan(Limits.NONE, map(1000, OnError.FAIL))).opened("each", 0, 450);
        assertThat(run.commands()).hasSize(Machine.MAX_COMMANDS);
        assertThat(run.state().backlog()).isTrue();
        assertThat(run.give().commands()).hasSize(200);
        assertThat(run.give().commands()).hasSize(50);
        assertThat(run.state().backlog()).isFalse();
    }

    @Test
    void a_signal_that_is_repeated_has_no_effect() {
        Played run = new Played(plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL)));
        run.give(new Event.PauseRequested("sig_1", "ann"));
        run.give(new Event.ResumeRequested("sig_2", "ann"));
        run.give(new Event.PauseRequested("sig_1", "ann"));
        assertThat(run.view().status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void a_budget_that_is_raised_lets_the_run_go_on() {
        Limits limits = new Limits(null, null, 2L, null);
        Played run = new Played(plan(limits, map(1, OnError.FAIL))).opened("each", 0, 3);
        run.completes("each[0]");
        run.give(new Event.BudgetChanged("sig_1", "ann", new Limits(null, null, 3L, null)));
        run.completes("each[1]");
        assertThat(run.completes("each[2]").finish().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_nudge_repeats_what_is_open_and_nothing_else() {
        Played run = new Played(plan(Limits.NONE, map(2, OnError.FAIL))).opened("each", 0, 3);
        run.completes("each[0]");
        assertThat(run.give(new Event.Nudged()).dispatched()).containsExactly("each[1]", "each[2]");
    }

    @Test
    void a_path_reads_back_as_it_was_written() {
        for (String path : List.of("a", "a[3]", "a/llm-2", "a/tool-2-0", "a[3]/llm-1", "a[3]/tool-1-7")) {
            assertThat(StepPath.parse(path)).hasToString(path);
        }
    }
}
