package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;

/** What comes back from an attempt: the budget is settled once, then the step ends, asks, waits, or is tried again. */
final class OutcomeHandler {
    private static final String LEASE_EXPIRED = ErrorCode.LEASE_EXPIRED.wireName();
    private static final String TOOL_FAILED = ErrorCode.TOOL_FAILED.wireName();
    private static final RetryPlan BUDGET_WAITS = new RetryPlan(Integer.MAX_VALUE, 1_000, 30_000);

    private final Draft draft;
    private final Flow flow;
    private final DecisionHandler decisions;

    OutcomeHandler(Flow flow, DecisionHandler decisions) {
        this.draft = flow.draft();
        this.flow = flow;
        this.decisions = decisions;
    }

    void handle(Event.Outcome outcome) {
        Node node = draft.find(outcome.step());
        if (node == null) {
            return;
        }
        StepPath path = StepPath.parse(outcome.step());
        if (node.phase() == Phase.OPENING && outcome.attempt() == 0 && outcome.status() == OutcomeStatus.RELEASED) {
            // there was no time for it in that entry
            draft.makeReady(outcome.step(), node.in(Phase.TO_OPEN));
        } else if (node.phase() == Phase.OPENING && outcome.attempt() == 0) {
            StepState how = outcome.status() == OutcomeStatus.SKIPPED ? StepState.SKIPPED : StepState.FAILED;
            flow.end(path, Ending.of(how, outcome));
        } else if (node instanceof Node.Call call && call.awaits(outcome)) {
            cameBack(path, call, outcome);
        } else if (node instanceof Node.Call call
                && call.phase() == Phase.RECONCILING
                && outcome.attempt() == call.attempt()
                && outcome.status() == OutcomeStatus.NEEDS_APPROVAL) {
            decisions.ask(path, call, outcome, Phase.RECONCILING);
        }
    }

    /** The run ends with this entry: what came back with it is paid for, and a success is not called cancelled. */
    void settleOnly(Event.Outcome outcome) {
        if (!(draft.find(outcome.step()) instanceof Node.Call call)
                || !call.awaits(outcome)
                || outcome.status() == OutcomeStatus.UNKNOWN) {
            return;
        }
        Node.Call settled = settle(StepPath.parse(outcome.step()), call, outcome);
        if (outcome.status() == OutcomeStatus.COMPLETED) {
            draft.end(outcome.step(), settled, new Ending(StepState.COMPLETED, null, settled.label()));
        } else {
            draft.put(outcome.step(), settled.in(Phase.READY));
        }
    }

    private Node.Call settle(StepPath path, Node.Call call, Event.Outcome outcome) {
        flow.budgets().settle(path, call.hold().reserved(), outcome.spent());
        return call.holding(call.hold().released());
    }

    private void cameBack(StepPath path, Node.Call call, Event.Outcome outcome) {
        if (outcome.status() == OutcomeStatus.UNKNOWN) {
            // the reservation stays: nobody knows yet whether it was used
            draft.put(
                    outcome.step(),
                    call.in(Phase.RECONCILING).holding(call.hold().approval(null)));
            draft.command(new Command.Reconcile(outcome.step(), call.attempt()));
            return;
        }
        Node.Call settled = settle(path, call, outcome);
        draft.put(outcome.step(), settled);
        switch (outcome.status()) {
            case COMPLETED -> completed(path, call, outcome);
            case FAILED, EXPIRED -> failed(path, settled, outcome);
            case RELEASED -> draft.makeReady(outcome.step(), settled.in(Phase.READY));
            case CANCELLED -> cancelled(path, settled, outcome);
            case SKIPPED -> flow.end(path, Ending.of(StepState.SKIPPED, outcome));
            case DENIED -> closed(path, StepState.DENIED, outcome);
            case NEEDS_APPROVAL -> decisions.ask(path, settled, outcome, Phase.ASKED);
            case NEEDS_BUDGET -> needsBudget(path, settled, outcome);
            case AWAITS_BUDGET -> awaitsBudget(outcome.step(), settled, outcome);
            case UNKNOWN -> throw new IllegalStateException("handled above");
        }
    }

    private void completed(StepPath path, Node.Call call, Event.Outcome outcome) {
        if (outcome.isEmpty()) {
            failed(
                    path,
                    call.holding(call.hold().released()),
                    outcome.failed(ErrorCode.ANSWER_EMPTY, true, "the model answered with neither text nor calls"));
        } else {
            StepTypes.of(call.kind()).completed(flow, path, call, outcome);
        }
    }

    /** A run that is cancelled ends with its own event; an attempt that says so of itself did not do its work. */
    private void cancelled(StepPath path, Node.Call call, Event.Outcome outcome) {
        if (draft.version().cancelledAttemptsFail()) {
            failed(
                    path,
                    call,
                    outcome.failed(
                            ErrorCode.CANCELLED,
                            outcome.retryable(),
                            "the attempt was cancelled, though the run was not"));
        } else {
            flow.end(path, Ending.of(StepState.CANCELLED, outcome));
        }
    }

    /** Ends a step; the model of an agent is told of it, so its conversation grows. */
    private void closed(StepPath path, StepState how, Event.Outcome outcome) {
        flow.end(path, Ending.of(how, outcome), new Reply(outcome.contextTokens(), List.of()));
    }

    private void failed(StepPath path, Node.Call call, Event.Outcome outcome) {
        RetryPlan retry = draft.plan().retry(path, call.label());
        Node.Call tried = call.tried(outcome.code());
        // a tool that answers an agent with an error has answered: unless it says itself how its calls are tried, the
        // model is told, and may do better
        boolean answer = path.toolCall() >= 0
                && TOOL_FAILED.equals(outcome.code())
                && !draft.plan().agent(path.owner()).retries(call.label());
        boolean again = outcome.status() == OutcomeStatus.EXPIRED || (outcome.retryable() && !answer);
        if (!again || tried.tries() >= retry.maxAttempts()) {
            closed(path, StepState.FAILED, outcome);
        } else if (LEASE_EXPIRED.equals(outcome.code())) {
            // the worker died, which says nothing against the work itself: no reason to wait
            draft.makeReady(outcome.step(), tried.in(Phase.READY));
        } else {
            draft.put(outcome.step(), tried.in(Phase.BACKING_OFF), outcome.message());
            long dueAt = Saturating.plus(draft.at(), retry.backoffAfter(tried.tries()));
            String timer = "backoff:" + outcome.step() + "#" + call.attempt();
            draft.startTimer(timer, new MachineTimer(dueAt, MachineTimer.Purpose.BACKOFF, outcome.step()));
        }
    }

    /** The prompt is larger than was thought: ask again with its exact size. */
    private void needsBudget(StepPath path, Node.Call call, Event.Outcome outcome) {
        Amount quote = outcome.quote();
        if (quote == null || quote.tokens() <= call.promptTokens()) {
            draft.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    outcome.message() == null ? "a wider budget has nothing left for step " + path : outcome.message(),
                    path.toString());
            return;
        }
        draft.makeReady(outcome.step(), call.sized(quote.tokens()).in(Phase.READY));
    }

    /** Others' calls hold what is left of a wider budget: it is asked again after a while, or when the sweep nudges. */
    private void awaitsBudget(String step, Node.Call call, Event.Outcome outcome) {
        Node.Call waiting = call.waited().in(Phase.AWAITING_BUDGET);
        draft.put(step, waiting, outcome.message());
        long dueAt = Saturating.plus(draft.at(), BUDGET_WAITS.backoffAfter(waiting.waits()));
        draft.startTimer(budgetTimer(step), new MachineTimer(dueAt, MachineTimer.Purpose.BUDGET, step));
    }

    /** Asks a wider budget again. */
    void askBudgetAgain(String step, Node node) {
        if (node.phase() == Phase.AWAITING_BUDGET) {
            draft.stopTimer(budgetTimer(step));
            draft.makeReady(step, node.in(Phase.READY));
        }
    }

    private static String budgetTimer(String step) {
        return "budget:" + step;
    }
}
