package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Questions to people: asking, the answer, and the time in which it must come. */
final class Decisions {
    private final Work work;
    private final Graph graph;

    Decisions(Work work, Graph graph) {
        this.work = work;
        this.graph = graph;
    }

    void ask(StepPath path, StepEntry entry, Event.Outcome outcome, Phase phase) {
        String id = outcome.approvalId();
        if (id == null) {
            throw new IllegalStateException("needs_approval of " + path + " names no approval");
        }
        work.put(outcome.step(), entry.in(phase).holding(entry.hold().approval(id)));
        if (outcome.approvalMillis() > 0) {
            long dueAt = work.at() + outcome.approvalMillis();
            work.startTimer(timer(id), new MachineTimer(dueAt, MachineTimer.Purpose.APPROVAL, outcome.step()));
        }
        Event.Decided early = work.takeEarly(id);
        if (early != null) {
            handle(early);
        }
    }

    void handle(Event.Decided decided) {
        StepEntry entry = work.find(decided.step());
        if (entry == null || !entry.isOpen()) {
            return;
        }
        boolean waitsForIt = entry.phase().waitsForPeople()
                && decided.approvalId().equals(entry.hold().approvalId());
        if (!waitsForIt) {
            keepIfEarly(entry, decided);
            return;
        }
        work.stopTimer(timer(decided.approvalId()));
        StepPath path = StepPath.parse(decided.step());
        switch (decided.verdict()) {
            case APPROVED -> approved(path, entry);
            case RETRY -> again(path, entry);
            case HAPPENED -> {
                work.ledger().settle(entry.hold().reserved(), entry.hold().reserved());
                closed(path, decided, StepState.COMPLETED, null);
            }
            case FAIL -> {
                work.ledger().settle(entry.hold().reserved(), entry.hold().reserved());
                closed(path, decided, StepState.FAILED, ErrorCode.UNKNOWN_OUTCOME);
            }
            case DENIED -> refused(path, entry, decided, ErrorCode.APPROVAL_DENIED);
            case EXPIRED -> refused(path, entry, decided, ErrorCode.APPROVAL_EXPIRED);
        }
    }

    /** The run ends with this entry: what people say happened is paid for. */
    void settleOnly(Event.Decided decided) {
        StepEntry entry = work.find(decided.step());
        boolean reconciled = entry != null
                && entry.phase() == Phase.RECONCILING
                && decided.approvalId().equals(entry.hold().approvalId())
                && decided.verdict() != Verdict.RETRY;
        if (entry != null && reconciled) {
            Amount reserved = entry.hold().reserved();
            work.ledger().settle(reserved, reserved);
            work.put(decided.step(), entry.holding(entry.hold().released()).in(Phase.READY));
        }
    }

    /** A decision may come before the question has been answered to the machine; one for an older question may not. */
    private void keepIfEarly(StepEntry entry, Event.Decided decided) {
        if (entry.phase() == Phase.IN_FLIGHT || entry.phase() == Phase.RECONCILING) {
            work.keepEarly(decided);
        }
    }

    private void approved(StepPath path, StepEntry entry) {
        if (entry.kind() == StepKind.APPROVAL) {
            graph.end(path, StepState.COMPLETED, null, null);
        } else {
            work.makeReady(path.toString(), entry, Phase.READY);
        }
    }

    /** It did not happen: what was reserved is free, and a new attempt may be opened. */
    private void again(StepPath path, StepEntry entry) {
        work.ledger().release(entry.hold().reserved());
        work.makeReady(path.toString(), entry.holding(Hold.NOTHING), Phase.READY);
    }

    private void refused(StepPath path, StepEntry entry, Event.Decided decided, ErrorCode code) {
        if (entry.phase() == Phase.RECONCILING) {
            work.ledger().settle(entry.hold().reserved(), entry.hold().reserved());
            closed(path, decided, StepState.FAILED, ErrorCode.UNKNOWN_OUTCOME);
        } else {
            closed(path, decided, StepState.DENIED, code);
        }
    }

    private void closed(StepPath path, Event.Decided decided, StepState how, @Nullable ErrorCode code) {
        if (path.toolCall() >= 0) {
            graph.grow(path.owner(), decided.contextTokens(), false);
        }
        String note = decided.by() == null ? null : "decided by " + decided.by();
        graph.end(path, how, code == null ? null : code.wireName(), note);
    }

    void timeIsUp(String step, StepEntry entry) {
        String id = entry.hold().approvalId();
        if (entry.phase().waitsForPeople() && id != null) {
            work.command(new Command.CloseApproval(step, id));
        }
    }

    private static String timer(String approvalId) {
        return "approval:" + approvalId;
    }
}
