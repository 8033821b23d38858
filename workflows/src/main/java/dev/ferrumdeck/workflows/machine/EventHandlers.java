package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import java.util.Optional;

/** What each event does to a run. An event that no longer fits the state has no effect; one that never fitted says so. */
final class EventHandlers {
    private final Draft draft;
    private final Flow flow;
    private final OutcomeHandler outcomes;
    private final DecisionHandler decisions;
    private boolean nudged;

    EventHandlers(Flow flow) {
        this.draft = flow.draft();
        this.flow = flow;
        this.decisions = new DecisionHandler(flow);
        this.outcomes = new OutcomeHandler(flow, decisions);
    }

    void handle(Event event) {
        Optional<String> fault = EventCheck.fault(event);
        if (fault.isPresent()) {
            draft.ignore(fault.get());
        } else if (draft.isOver()) {
            settleOnly(event);
        } else if (event instanceof Event.Outcome outcome) {
            outcomes.handle(outcome);
        } else if (event instanceof Event.Opened opened) {
            opened(opened);
        } else if (event instanceof Event.Decided decided) {
            decisions.handle(decided);
        } else if (event instanceof Event.Voted voted) {
            draft.command(new Command.Vote(voted.id(), voted.body()));
        } else if (event instanceof Event.TimerFired fired) {
            timerFired(fired);
        } else if (event instanceof Event.Started) {
            started();
        } else if (event instanceof Event.Nudged) {
            nudged();
        } else if (event instanceof Event.Lost lost) {
            draft.finish(RunStatus.FAILED, lost.code(), lost.message(), null);
        } else if (!(event instanceof Event.Unbacked)) {
            signal(event);
        }
    }

    private void settleOnly(Event event) {
        if (event instanceof Event.Outcome outcome) {
            outcomes.settleOnly(outcome);
        } else if (event instanceof Event.Decided decided) {
            decisions.settleOnly(decided);
        } else if (event instanceof Event.Voted voted && draft.version().takesVotesAtEnd()) {
            draft.command(new Command.Vote(voted.id(), voted.body()));
        }
    }

    /** Whether the sweep asked for the open commands to be repeated. */
    boolean wasNudged() {
        return nudged;
    }

    private void started() {
        if (draft.steps().isEmpty()) {
            flow.begin();
        }
    }

    private void nudged() {
        nudged = true;
        for (String step : List.copyOf(draft.steps().keySet())) {
            outcomes.askBudgetAgain(step, draft.get(StepPath.parse(step)));
        }
    }

    private void signal(Event event) {
        if (!draft.isNews(event.key())) {
            return;
        }
        if (event instanceof Event.CancelRequested cancel) {
            String who = cancel.by() == null ? "cancelled" : "cancelled by " + cancel.by();
            String why = cancel.reason() == null ? who : who + ": " + cancel.reason();
            draft.finish(RunStatus.CANCELLED, ErrorCode.CANCELLED.wireName(), why, null);
        } else if (event instanceof Event.PauseRequested) {
            draft.pause(true);
        } else if (event instanceof Event.ResumeRequested) {
            draft.pause(false);
        } else if (event instanceof Event.BudgetChanged change) {
            draft.ledger().change(change.limits());
        }
    }

    private void opened(Event.Opened opened) {
        Node node = draft.find(opened.step());
        if (node != null && node.phase() == Phase.OPENING) {
            StepTypes.of(node.kind()).opened(flow, StepPath.parse(opened.step()), node, opened);
        }
    }

    private void timerFired(Event.TimerFired fired) {
        MachineTimer timer = draft.takeDue(fired.timer());
        String step = timer == null ? null : timer.step();
        Node node = step == null ? null : draft.find(step);
        if (timer == null || step == null || node == null) {
            return;
        }
        switch (timer.purpose()) {
            case WAIT -> StepTypes.of(node.kind()).timeIsUp(flow, StepPath.parse(step), node);
            case BACKOFF -> {
                if (node.phase() == Phase.BACKING_OFF) {
                    draft.makeReady(step, node.in(Phase.READY));
                }
            }
            case BUDGET -> outcomes.askBudgetAgain(step, node);
            case APPROVAL -> decisions.timeIsUp(step, node);
            case WORK_TIME -> {}
        }
    }
}
