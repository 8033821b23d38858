package dev.ferrumdeck.workflows.machine;

import static dev.ferrumdeck.workflows.machine.Played.plan;
import static dev.ferrumdeck.workflows.machine.Played.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Money, time and answers that are not whole: of a run, and of an agent that is a step of one. */
class AgentBudgetTest {
    private static final ModelPlan MODEL = new ModelPlan(1000, 1_000_000, 2_000_000);
    private static final Amount SOME = new Amount(300, 400, 0);

    private static AgentPlan agent(Limits limits, @Nullable Long timeout, int perTurn, Map<String, RetryPlan> retries) {
        return new AgentPlan(MODEL, 10, RetryPlan.DEFAULT, retries, limits, timeout, perTurn, 10);
    }

    private static Played agentRun(Limits run, AgentPlan agent, OnError onError) {
        PlanStep step =
                new PlanStep("agent", StepKind.AGENT, List.of(), onError, RetryPlan.DEFAULT, new PlanWork.Loop(agent));
        return new Played(plan(run, step)).opened("agent", 100, 0);
    }

    private static Played limited(Limits agent) {
        return agentRun(Limits.NONE, agent(agent, null, 32, Map.of()), OnError.FAIL);
    }

    private static Played finishes(Played run, String step, Amount spent, String reason, String... tools) {
        List<ProposedCall> calls = java.util.Arrays.stream(tools)
                .map(tool -> new ProposedCall(0, tool, "sha"))
                .toList();
        return run.give(
                run.outcome(step, OutcomeStatus.COMPLETED, spent, 200, calls).finished(reason));
    }

    @Test
    void the_agents_own_budget_ends_the_agent_and_the_run_has_more() {
        Played run = limited(new Limits(null, null, 1L, null)).answers("agent/llm-1", SOME, "a", "b");
        assertThat(run.dispatched()).containsExactly("agent/tool-1-0");
        run.completes("agent/tool-1-0");
        assertThat(run.finish().status()).isEqualTo(RunStatus.BUDGET_EXCEEDED);
        assertThat(run.finish().message()).contains("the agent's own budget has nothing left for step agent/tool-1-1");
    }

    @Test
    void an_agent_that_may_fail_ends_after_what_is_in_motion_and_the_run_goes_on() {
        AgentPlan agent = agent(new Limits(null, null, null, 60L), null, 32, Map.of());
        Played run = agentRun(Limits.NONE, agent, OnError.CONTINUE).answers("agent/llm-1", SOME, "a", "b");
        run.giveAfter(61_000, new Event.TimerFired("work-time:agent"));
        assertThat(run.view().status()).isEqualTo(RunStatus.RUNNING);
        run.completes("agent/tool-1-0");
        assertThat(run.dispatched()).as("nothing new begins").isEmpty();
        run.completes("agent/tool-1-1");
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.changes().toString())
                .contains("step=agent, kind=AGENT, state=FAILED")
                .contains("60 s");
        assertThat(run.view().budget().reserved()).isEqualTo(Amount.ZERO);
    }

    @Test
    void the_agents_deadline_does_not_count_while_it_asks_people() {
        AgentPlan agent = agent(Limits.NONE, 60_000L, 32, Map.of());
        Played run = agentRun(Limits.NONE, agent, OnError.FAIL).answers("agent/llm-1", SOME, "pay");
        run.give(run.asks("agent/tool-1-0", "apr_1"));
        assertThat(run.state().timers()).doesNotContainKey("work-time:agent");
        run.giveAfter(50_000_000, new Event.Decided("apr_1", "agent/tool-1-0", Verdict.APPROVED, false, "ann", 0));
        assertThat(run.dispatched()).containsExactly("agent/tool-1-0");
        run.giveAfter(60_000, new Event.TimerFired("work-time:agent")).completes("agent/tool-1-0");
        assertThat(run.finish().code()).isEqualTo("deadline-exceeded");
    }

    @Test
    void limits_at_the_ends_of_numbers_saturate() {
        for (long limit : new long[] {10_000_000_000_000L, 9_223_372_036_854_776L, Long.MAX_VALUE}) {
            Limits limits = new Limits(limit, limit, limit, limit);
            Played run = agentRun(limits, agent(limits, limit, 32, Map.of()), OnError.FAIL);
            assertThat(run.dispatch().maxOutputTokens()).isEqualTo(1000);
            run.give(new Event.BudgetChanged("s", null, new Limits(null, null, null, limit)));
            assertThat(run.answers("agent/llm-1", SOME).finish().status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void an_answer_is_clamped_to_what_the_budget_has_left() {
        PlanStep step = new PlanStep(
                "m",
                StepKind.LLM,
                List.of(),
                OnError.FAIL,
                RetryPlan.DEFAULT,
                new PlanWork.ModelCall(new ModelPlan(4000, 1, 1)));
        Played run = new Played(plan(new Limits(2000L, null, null, null), step)).opened("m", 100, 0);
        assertThat(run.dispatch().maxOutputTokens()).isEqualTo(1900);
    }

    @Test
    void an_attempt_that_was_cancelled_in_a_run_that_was_not_is_no_success() {
        Played run = new Played(plan(Limits.NONE, step("a", StepKind.TOOL, OnError.FAIL)));
        run.give(Event.Outcome.of("a", 1, OutcomeStatus.CANCELLED));
        assertThat(run.finish().status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.finish().code()).isEqualTo("cancelled");
    }

    @Test
    void a_tool_in_motion_does_not_hold_back_a_model_call_that_lacks_tokens() {
        PlanStep model = new PlanStep(
                "m", StepKind.LLM, List.of(), OnError.FAIL, RetryPlan.DEFAULT, new PlanWork.ModelCall(MODEL));
        Played run =
                new Played(plan(new Limits(600L, null, null, null), step("t", StepKind.TOOL, OnError.FAIL), model));
        assertThat(run.dispatched()).containsExactly("t");
        assertThat(run.opened("m", 100, 0).dispatch().maxOutputTokens()).isEqualTo(500);
    }

    @Test
    void a_step_waits_for_room_in_a_wider_budget_and_asks_again() {
        Played run = new Played(plan(new Limits(null, null, null, 60L), step("a", StepKind.TOOL, OnError.FAIL)));
        run.give(Event.Outcome.because("a", 1, OutcomeStatus.AWAITS_BUDGET, "budget-exceeded", false, "others"));
        assertThat(run.view().status()).isEqualTo(RunStatus.WAITING);
        assertThat(run.view().waitingFor()).isEqualTo("room in a wider budget (a)");
        run.give(new Event.Nudged());
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        run.give(Event.Outcome.because("a", 2, OutcomeStatus.AWAITS_BUDGET, "budget-exceeded", false, "others"));
        assertThat(run.giveAfter(30_000_000, new Event.TimerFired("budget:a"))
                        .dispatch()
                        .attempt())
                .isEqualTo(3);
        assertThat(run.view().budget().workMillis()).isLessThan(1000);
        run.completes("a");
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void time_stands_while_people_hold_the_rest_of_the_budget() {
        Limits limits = new Limits(null, null, 1L, 60L);
        Played run = new Played(
                plan(limits, step("a", StepKind.TOOL, OnError.FAIL), step("b", StepKind.TOOL, OnError.FAIL)));
        assertThat(run.dispatched()).containsExactly("a");
        run.fails("a", OutcomeStatus.UNKNOWN, "unknown-outcome", false);
        run.give(run.asks("a", "apr_1"));
        assertThat(run.view().status()).isEqualTo(RunStatus.WAITING);
        run.giveAfter(50_000_000, new Event.Nudged());
        assertThat(run.view().budget().workMillis()).isLessThan(1000);
    }

    @Test
    void calls_of_an_answer_that_was_cut_are_never_dispatched() {
        for (String reason : List.of("length", "max_tokens", "content_filter", "refusal")) {
            Played run = finishes(limited(Limits.NONE), "agent/llm-1", SOME, reason, "payments.refund");
            assertThat(run.dispatched()).isEmpty();
            assertThat(run.finish().code()).isEqualTo("answer-cut");
        }
    }

    @Test
    void an_answer_cut_by_the_clamp_of_the_budget_exceeds_it() {
        Limits limits = new Limits(600L, null, null, null);
        Played run = agentRun(limits, agent(Limits.NONE, null, 32, Map.of()), OnError.FAIL);
        assertThat(finishes(run, "agent/llm-1", SOME, "length").finish().status())
                .isEqualTo(RunStatus.BUDGET_EXCEEDED);
    }

    @Test
    void text_that_was_cut_is_visible_on_step_and_run() {
        Played run = finishes(limited(Limits.NONE), "agent/llm-1", SOME, "length");
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.finish().message()).isEqualTo("agent/llm-1: the answer was cut off (length)");
        assertThat(run.changes().toString()).contains("note=the answer was cut off (length)");
        assertThat(run.view().notices()).hasSize(1);
    }

    @Test
    void an_empty_answer_is_no_success() {
        Played run = finishes(limited(Limits.NONE), "agent/llm-1", SOME, Event.Outcome.EMPTY);
        assertThat(run.state().timers().keySet()).contains("backoff:agent/llm-1#1");
        run.giveAfter(5_000, new Event.TimerFired("backoff:agent/llm-1#1"));
        finishes(run, "agent/llm-1", SOME, Event.Outcome.EMPTY)
                .giveAfter(5_000, new Event.TimerFired("backoff:agent/llm-1#2"));
        assertThat(finishes(run, "agent/llm-1", SOME, Event.Outcome.EMPTY)
                        .finish()
                        .code())
                .isEqualTo("answer-empty");
    }

    @Test
    void an_overrun_says_which_call_and_by_how_much() {
        Played run = limited(Limits.NONE).answers("agent/llm-1", new Amount(1300, 1, 0));
        assertThat(run.finish().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.finish().message())
                .isEqualTo("agent/llm-1 used more than was reserved for it: 1300 of 1100 tokens");
    }

    @Test
    void more_calls_in_one_turn_than_allowed_are_refused() {
        Played run = agentRun(Limits.NONE, agent(Limits.NONE, null, 2, Map.of()), OnError.FAIL);
        run.answers("agent/llm-1", SOME, "a", "b", "c");
        assertThat(run.dispatched()).isEmpty();
        assertThat(run.finish().code()).isEqualTo("too-many-calls");
        assertThat(run.finish().message()).contains("3 calls").contains("max_calls_per_turn is 2");
    }

    @Test
    void a_tools_own_retry_holds_inside_of_an_agent() {
        Map<String, RetryPlan> retries = Map.of("a", new RetryPlan(2, 500, 500));
        Played run = agentRun(Limits.NONE, agent(Limits.NONE, null, 32, retries), OnError.FAIL);
        run.answers("agent/llm-1", SOME, "a", "b");
        run.fails("agent/tool-1-1", OutcomeStatus.FAILED, "tool-failed", true);
        assertThat(run.state().timers())
                .as("the model is told of a tool without one")
                .isEmpty();
        run.fails("agent/tool-1-0", OutcomeStatus.FAILED, "tool-failed", true);
        run.giveAfter(600, new Event.TimerFired("backoff:agent/tool-1-0#1"));
        assertThat(run.dispatch().attempt()).isEqualTo(2);
        run.fails("agent/tool-1-0", OutcomeStatus.FAILED, "tool-failed", true);
        assertThat(run.dispatched()).containsExactly("agent/llm-2");
    }

    @Test
    void the_cause_of_a_failed_model_call_is_in_the_error_of_the_run() {
        Played run = limited(Limits.NONE);
        run.fails("agent/llm-1", OutcomeStatus.FAILED, "provider-auth", false);
        assertThat(run.finish().code()).isEqualTo("provider-auth");
        assertThat(run.finish().message()).isEqualTo("step agent failed: model call 1 failed: it provider-auth");
    }
}
