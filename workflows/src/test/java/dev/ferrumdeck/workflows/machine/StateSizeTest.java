package dev.ferrumdeck.workflows.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StateSizeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ModelPlan MODEL = new ModelPlan(1_000_000, 1_000_000, 1_000_000);

    private static RunPlan plan(int parallel, int calls) {
        AgentPlan agent = new AgentPlan(
                MODEL,
                10,
                RetryPlan.DEFAULT,
                java.util.Map.of(),
                new Limits(1_000_000_000L, null, null, 100_000L),
                null,
                calls,
                10);
        PlanStep map = new PlanStep(
                "each-of-the-reports-that-came-in",
                StepKind.MAP,
                List.of(),
                OnError.CONTINUE,
                RetryPlan.DEFAULT,
                new PlanWork.ForEach(parallel, StepKind.AGENT, new PlanWork.Loop(agent)));
        return new RunPlan(
                "run_1", "t", List.of(map), Limits.NONE, null, 1_000_000, "t", "p", "a", RunPlan.NEWEST_MACHINE);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "50, 32", "4, 300"})
    void the_largest_state_that_a_plan_allows_is_no_larger_than_computed(int parallel, int calls) {
        RunPlan plan = plan(parallel, calls);
        RunState state = everythingAsksPeople(plan, parallel, calls);
        int bytes = JSON.writeValueAsString(state).getBytes(StandardCharsets.UTF_8).length;

        assertThat(state.steps()).hasSize(1 + parallel * (2 + calls));
        assertThat(state.timers()).hasSizeGreaterThanOrEqualTo(parallel * calls);
        assertThat((long) bytes).isLessThanOrEqualTo(StateSize.worst(plan));
        assertThat((long) bytes).as("the bound is no wild guess").isGreaterThan(StateSize.worst(plan) / 4);
        assertThat(JSON.readValue(JSON.writeValueAsString(state), RunState.class))
                .isEqualTo(state);
    }

    /** All items are in motion, each agent proposed all that it may, and people are asked about every call. */
    private static RunState everythingAsksPeople(RunPlan plan, int parallel, int calls) {
        Machine machine = new Machine(plan);
        RunState state = RunState.initial(plan);
        String map = plan.steps().get(0).id();
        state = machine.apply(state, 1000, List.of(new Event.Started())).state();
        state = apply(machine, state, List.of(new Event.Opened(map, 0, parallel)));
        List<Event> opened = new ArrayList<>();
        List<Event> answered = new ArrayList<>();
        List<Event> asked = new ArrayList<>();
        List<ProposedCall> proposed = new ArrayList<>();
        for (int k = 0; k < calls; k++) {
            proposed.add(new ProposedCall(k, "x".repeat(64), "0".repeat(64)));
        }
        for (int i = 0; i < parallel; i++) {
            StepPath agent = StepPath.of(map).item(i);
            opened.add(new Event.Opened(agent.toString(), 1_000_000, 0));
            answered.add(answer(agent.modelCall(1).toString(), proposed));
            for (int k = 0; k < calls; k++) {
                asked.add(Event.Outcome.needsApproval(
                        agent.toolCall(1, k).toString(), 1, "apr_%026d".formatted(i * calls + k), 86_400_000));
            }
        }
        state = apply(machine, state, opened);
        state = apply(machine, state, answered);
        return apply(machine, state, asked);
    }

    private static Event answer(String step, List<ProposedCall> calls) {
        return new Event.Outcome(
                step,
                1,
                OutcomeStatus.COMPLETED,
                null,
                false,
                null,
                new Amount(1_000, 1_000, 0),
                1_000,
                calls,
                null,
                0,
                null,
                null,
                null);
    }

    private static RunState apply(Machine machine, RunState before, List<Event> events) {
        RunState state = machine.apply(before, 2000, events).state();
        while (state.backlog()) {
            state = machine.apply(state, 2000, List.of()).state();
        }
        return state;
    }
}
