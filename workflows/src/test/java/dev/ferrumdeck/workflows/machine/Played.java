package dev.ferrumdeck.workflows.machine;

import java.util.List;
import java.util.Objects;

/** A run played by hand: the test says what comes back, and sees what the machine wants next. */
final class Played {
    private final Machine machine;
    private RunState state;
    private Transition last;
    private long now = 1_000_000;

    Played(RunPlan plan) {
        this.machine = new Machine(plan);
        this.last = machine.apply(RunState.initial(plan), now, List.of(new Event.Started()));
        this.state = last.state();
    }

    static RunPlan plan(Limits limits, PlanStep... steps) {
        return new RunPlan("run_1", "test", List.of(steps), limits, null, 1000, "t", "p", "a", RunPlan.NEWEST_MACHINE);
    }

    static PlanStep step(String id, StepKind kind, OnError onError, String... dependsOn) {
        PlanWork work = kind == StepKind.WAIT ? new PlanWork.Pause(1000) : PlanWork.PLAIN;
        return new PlanStep(id, kind, List.of(dependsOn), onError, RetryPlan.DEFAULT, work);
    }

    static PlanStep agent(int maxModelCalls) {
        ModelPlan model = new ModelPlan(1000, 1_000_000, 2_000_000);
        return agent(AgentPlan.of(model, maxModelCalls, RetryPlan.DEFAULT));
    }

    static PlanStep agent(AgentPlan loop) {
        return new PlanStep(
                "agent", StepKind.AGENT, List.of(), OnError.FAIL, RetryPlan.DEFAULT, new PlanWork.Loop(loop));
    }

    static PlanStep map(int parallel, OnError onError) {
        return new PlanStep(
                "each",
                StepKind.MAP,
                List.of(),
                onError,
                RetryPlan.DEFAULT,
                new PlanWork.ForEach(parallel, StepKind.TOOL, PlanWork.PLAIN));
    }

    Played give(Event... events) {
        return giveAfter(10, events);
    }

    Played giveAfter(long millis, Event... events) {
        now += millis;
        last = machine.apply(state, now, List.of(events));
        state = last.state();
        return this;
    }

    Played opened(String step, long promptTokens, int items) {
        return give(new Event.Opened(step, promptTokens, items));
    }

    /** A model answers with calls of these tools; with none it ends its loop. */
    Played answers(String step, Amount spent, String... tools) {
        List<ProposedCall> calls = java.util.stream.IntStream.range(0, tools.length)
                .mapToObj(i -> new ProposedCall(i, tools[i], "sha-" + i))
                .toList();
        return give(outcome(step, OutcomeStatus.COMPLETED, spent, 200, calls));
    }

    Played completes(String step) {
        return give(outcome(step, OutcomeStatus.COMPLETED, Amount.ONE_TOOL_CALL, 50, List.of()));
    }

    Played fails(String step, OutcomeStatus status, String code, boolean retryable) {
        return give(Event.Outcome.because(step, attempt(step), status, code, retryable, "it " + code));
    }

    Event.Outcome outcome(String step, OutcomeStatus status, Amount spent, long tokens, List<ProposedCall> calls) {
        return new Event.Outcome(
                step, attempt(step), status, null, false, null, spent, tokens, calls, null, 0, null, "w1", null);
    }

    Event.Outcome asks(String step, String approvalId) {
        return Event.Outcome.needsApproval(step, attempt(step), approvalId, 60_000);
    }

    private int attempt(String step) {
        return Objects.requireNonNull(state.steps().get(step), step).attempt();
    }

    List<String> dispatched() {
        return last.commands().stream()
                .filter(Command.Dispatch.class::isInstance)
                .map(command -> ((Command.Dispatch) command).step())
                .toList();
    }

    Command.Dispatch dispatch() {
        return (Command.Dispatch) last.commands().stream()
                .filter(Command.Dispatch.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no dispatch among " + last.commands()));
    }

    List<Command> commands() {
        return last.commands();
    }

    RunView view() {
        return last.view();
    }

    RunState state() {
        return state;
    }

    List<StepChange> changes() {
        return last.changes();
    }

    Command.Finish finish() {
        return (Command.Finish) last.commands().stream()
                .filter(Command.Finish.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no end among " + last.commands()));
    }
}
