package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;

/** What each event does to a run. An event that no longer fits the state has no effect. */
final class Handlers {
    private final Work work;
    private final Graph graph;
    private final Outcomes outcomes;
    private final Decisions decisions;
    private boolean nudged;

    Handlers(Work work) {
        this.work = work;
        this.graph = new Graph(work);
        this.decisions = new Decisions(work, graph);
        this.outcomes = new Outcomes(work, graph, decisions);
    }

    void handle(Event event) {
        if (work.isOver()) {
            settleOnly(event);
        } else if (event instanceof Event.Outcome outcome) {
            outcomes.handle(outcome);
        } else if (event instanceof Event.Opened opened) {
            opened(opened);
        } else if (event instanceof Event.Decided decided) {
            decisions.handle(decided);
        } else if (event instanceof Event.Voted voted) {
            work.command(new Command.Vote(voted.id(), voted.body()));
        } else if (event instanceof Event.TimerFired fired) {
            timerFired(fired);
        } else if (event instanceof Event.Started) {
            started();
        } else if (event instanceof Event.Nudged) {
            nudged = true;
        } else if (event instanceof Event.Lost lost) {
            work.finish(RunStatus.FAILED, lost.code(), lost.message(), null);
        } else if (!(event instanceof Event.Unbacked)) {
            signal(event);
        }
    }

    private void settleOnly(Event event) {
        if (event instanceof Event.Outcome outcome) {
            outcomes.settleOnly(outcome);
        } else if (event instanceof Event.Decided decided) {
            decisions.settleOnly(decided);
        }
    }

    /** Whether the sweep asked for the open commands to be repeated. */
    boolean wasNudged() {
        return nudged;
    }

    private void started() {
        if (work.steps().isEmpty()) {
            graph.begin();
        }
    }

    private void signal(Event event) {
        if (!work.isNews(event.key())) {
            return;
        }
        if (event instanceof Event.CancelRequested cancel) {
            String who = cancel.by() == null ? "cancelled" : "cancelled by " + cancel.by();
            String why = cancel.reason() == null ? who : who + ": " + cancel.reason();
            work.finish(RunStatus.CANCELLED, ErrorCode.CANCELLED.wireName(), why, null);
        } else if (event instanceof Event.PauseRequested) {
            work.pause(true);
        } else if (event instanceof Event.ResumeRequested) {
            work.pause(false);
        } else if (event instanceof Event.BudgetChanged change) {
            work.ledger().change(change.limits());
        }
    }

    private void opened(Event.Opened opened) {
        StepEntry entry = work.find(opened.step());
        if (entry == null || entry.phase() != Phase.OPENING) {
            return;
        }
        StepPath path = StepPath.parse(opened.step());
        switch (entry.kind()) {
            case LLM -> work.makeReady(opened.step(), entry.sized(opened.promptTokens()), Phase.READY);
            case AGENT -> {
                work.put(opened.step(), entry.sized(opened.promptTokens()));
                graph.nextRound(path);
            }
            case MAP -> {
                work.put(opened.step(), entry.looping(Loop.over(opened.items())));
                graph.goOn(path);
            }
            case WAIT -> beginWait(opened.step(), entry, work.plan().step(path));
            case TOOL, APPROVAL -> throw new IllegalStateException(entry.kind() + " steps are not opened");
        }
    }

    private void beginWait(String step, StepEntry entry, PlanStep plan) {
        work.put(step, entry.in(Phase.TIMING));
        long dueAt = work.at() + plan.waitMillis();
        work.startTimer("wait:" + step, new MachineTimer(dueAt, MachineTimer.Purpose.WAIT, step));
    }

    private void timerFired(Event.TimerFired fired) {
        MachineTimer timer = work.takeDue(fired.timer());
        String step = timer == null ? null : timer.step();
        StepEntry entry = step == null ? null : work.find(step);
        if (timer == null || step == null || entry == null) {
            return;
        }
        switch (timer.purpose()) {
            case WAIT -> {
                if (entry.phase() == Phase.TIMING) {
                    graph.end(StepPath.parse(step), StepState.COMPLETED, null, null);
                }
            }
            case BACKOFF -> {
                if (entry.phase() == Phase.BACKING_OFF) {
                    work.makeReady(step, entry, Phase.READY);
                }
            }
            case APPROVAL -> decisions.timeIsUp(step, entry);
            case WORK_TIME -> {}
        }
    }
}
