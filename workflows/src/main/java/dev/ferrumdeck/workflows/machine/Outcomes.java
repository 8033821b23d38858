package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;

/** What comes back from an attempt: the budget is settled once, then the step ends, asks, or is tried again. */
final class Outcomes {
    private static final String LEASE_EXPIRED = ErrorCode.LEASE_EXPIRED.wireName();

    private static final String TOOL_FAILED = ErrorCode.TOOL_FAILED.wireName();

    private final Work work;
    private final Graph graph;
    private final Decisions decisions;

    Outcomes(Work work, Graph graph, Decisions decisions) {
        this.work = work;
        this.graph = graph;
        this.decisions = decisions;
    }

    void handle(Event.Outcome outcome) {
        StepEntry entry = work.find(outcome.step());
        if (entry == null) {
            return;
        }
        StepPath path = StepPath.parse(outcome.step());
        if (entry.phase() == Phase.OPENING && outcome.attempt() == 0) {
            notOpened(path, outcome);
        } else if (entry.phase() == Phase.IN_FLIGHT && outcome.attempt() == entry.attempt()) {
            cameBack(path, entry, outcome);
        } else if (entry.phase() == Phase.RECONCILING
                && outcome.attempt() == entry.attempt()
                && outcome.status() == OutcomeStatus.NEEDS_APPROVAL) {
            decisions.ask(path, entry, outcome, Phase.RECONCILING);
        }
    }

    /** The run ends with this entry: what came back with it is paid for, and a success is not called cancelled. */
    void settleOnly(Event.Outcome outcome) {
        StepEntry entry = work.find(outcome.step());
        boolean awaited = entry != null && entry.phase() == Phase.IN_FLIGHT && outcome.attempt() == entry.attempt();
        if (entry == null || !awaited || outcome.status() == OutcomeStatus.UNKNOWN) {
            return;
        }
        work.ledger().settle(entry.hold().reserved(), outcome.spent());
        StepEntry settled = entry.holding(entry.hold().released());
        boolean done = outcome.status() == OutcomeStatus.COMPLETED;
        work.put(outcome.step(), done ? settled.ended(StepState.COMPLETED, null) : settled.in(Phase.READY));
    }

    private void notOpened(StepPath path, Event.Outcome outcome) {
        StepState how = outcome.status() == OutcomeStatus.SKIPPED ? StepState.SKIPPED : StepState.FAILED;
        graph.end(path, how, outcome.code(), outcome.message());
    }

    private void cameBack(StepPath path, StepEntry entry, Event.Outcome outcome) {
        if (outcome.status() == OutcomeStatus.UNKNOWN) {
            // the reservation stays: nobody knows yet whether it was used
            work.put(
                    outcome.step(),
                    entry.in(Phase.RECONCILING).holding(entry.hold().approval(null)));
            work.command(new Command.Reconcile(outcome.step(), entry.attempt()));
            return;
        }
        work.ledger().settle(entry.hold().reserved(), outcome.spent());
        StepEntry settled = entry.holding(entry.hold().released());
        work.put(outcome.step(), settled);
        switch (outcome.status()) {
            case COMPLETED -> completed(path, settled, outcome);
            case FAILED, EXPIRED -> failed(path, settled, outcome);
            case RELEASED -> work.makeReady(outcome.step(), settled, Phase.READY);
            case CANCELLED -> graph.end(path, StepState.CANCELLED, outcome.code(), outcome.message());
            case SKIPPED -> graph.end(path, StepState.SKIPPED, outcome.code(), outcome.message());
            case DENIED -> closed(path, StepState.DENIED, outcome);
            case NEEDS_APPROVAL -> decisions.ask(path, settled, outcome, Phase.ASKED);
            case NEEDS_BUDGET -> needsBudget(path, settled, outcome);
            case UNKNOWN -> throw new IllegalStateException("handled above");
        }
    }

    private void completed(StepPath path, StepEntry entry, Event.Outcome outcome) {
        boolean ofModel = path.isOfLoop() && path.toolCall() < 0;
        if (!ofModel) {
            closed(path, StepState.COMPLETED, outcome);
            return;
        }
        StepPath owner = path.owner();
        graph.grow(owner, Math.max(outcome.contextTokens(), entry.contextTokens()), true);
        graph.end(path, StepState.COMPLETED, null, outcome.message());
        if (!work.isOver()) {
            graph.modelAnswered(path, outcome.calls());
        }
    }

    /** Ends a step; the model of an agent is told of it, so its conversation grows. */
    private void closed(StepPath path, StepState how, Event.Outcome outcome) {
        if (path.toolCall() >= 0) {
            graph.grow(path.owner(), outcome.contextTokens(), false);
        }
        graph.end(path, how, outcome.code(), outcome.message());
    }

    private void failed(StepPath path, StepEntry entry, Event.Outcome outcome) {
        RetryPlan retry = work.plan().retry(path);
        StepEntry tried = entry.tried(outcome.code());
        // a tool that answers an agent with an error has answered: the model is told, and may do better
        boolean answer = path.toolCall() >= 0 && TOOL_FAILED.equals(outcome.code());
        boolean again = outcome.status() == OutcomeStatus.EXPIRED || (outcome.retryable() && !answer);
        if (!again || tried.tries() >= retry.maxAttempts()) {
            closed(path, StepState.FAILED, outcome);
        } else if (LEASE_EXPIRED.equals(outcome.code())) {
            // the worker died, which says nothing against the work itself: no reason to wait
            work.makeReady(outcome.step(), tried, Phase.READY);
        } else {
            work.put(outcome.step(), tried.in(Phase.BACKING_OFF), outcome.message());
            long dueAt = work.at() + retry.backoffAfter(tried.tries());
            String timer = "backoff:" + outcome.step() + "#" + entry.attempt();
            work.startTimer(timer, new MachineTimer(dueAt, MachineTimer.Purpose.BACKOFF, outcome.step()));
        }
    }

    /** The prompt is larger than was thought: ask again with its exact size. */
    private void needsBudget(StepPath path, StepEntry entry, Event.Outcome outcome) {
        Amount quote = outcome.quote();
        if (quote == null || quote.tokens() <= entry.contextTokens()) {
            work.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    outcome.message() == null ? "a wider budget has nothing left for step " + path : outcome.message(),
                    path.toString());
            return;
        }
        work.makeReady(outcome.step(), entry.sized(quote.tokens()), Phase.READY);
    }
}
