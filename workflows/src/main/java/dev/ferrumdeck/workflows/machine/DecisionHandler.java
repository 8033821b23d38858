package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions to people: asking, the answer, and the time in which it must come. */
final class DecisionHandler {
    private final Draft draft;
    private final Flow flow;

    DecisionHandler(Flow flow) {
        this.draft = flow.draft();
        this.flow = flow;
    }

    void ask(StepPath path, Node.Call call, Event.Outcome outcome, Phase phase) {
        String id = outcome.approvalId();
        if (id == null) {
            throw new IllegalStateException("needs_approval of " + path + " names no approval");
        }
        draft.put(outcome.step(), call.in(phase).holding(call.hold().approval(id)));
        if (outcome.approvalMillis() > 0) {
            long dueAt = Saturating.plus(draft.at(), outcome.approvalMillis());
            draft.startTimer(timer(id), new MachineTimer(dueAt, MachineTimer.Purpose.APPROVAL, outcome.step()));
        }
        Event.Decided early = draft.takeEarly(id);
        if (early != null) {
            handle(early);
        }
    }

    void handle(Event.Decided decided) {
        if (!(draft.find(decided.step()) instanceof Node.Call call)) {
            return;
        }
        if (!call.asks(decided.approvalId())) {
            keepIfEarly(call, decided);
            return;
        }
        draft.stopTimer(timer(decided.approvalId()));
        StepPath path = StepPath.parse(decided.step());
        switch (decided.verdict()) {
            case APPROVED -> StepTypes.of(call.kind()).approved(flow, path, call);
            case RETRY -> again(path, call);
            case HAPPENED -> {
                spendAll(path, call);
                closed(path, decided, StepState.COMPLETED, null);
            }
            case FAIL -> {
                spendAll(path, call);
                closed(path, decided, StepState.FAILED, ErrorCode.UNKNOWN_OUTCOME);
            }
            case DENIED -> refused(path, call, decided, ErrorCode.APPROVAL_DENIED);
            case EXPIRED -> refused(path, call, decided, ErrorCode.APPROVAL_EXPIRED);
        }
    }

    /** The run ends with this entry: what people say happened is paid for. */
    void settleOnly(Event.Decided decided) {
        if (draft.find(decided.step()) instanceof Node.Call call
                && call.phase() == Phase.RECONCILING
                && call.asks(decided.approvalId())
                && decided.verdict() != Verdict.RETRY) {
            spendAll(StepPath.parse(decided.step()), call);
            draft.put(decided.step(), call.holding(call.hold().released()).in(Phase.READY));
        }
    }

    private void spendAll(StepPath path, Node.Call call) {
        flow.budgets().settle(path, call.hold().reserved(), call.hold().reserved());
    }

    /** A decision may come before the question has been answered to the machine; one for an older question may not. */
    private void keepIfEarly(Node.Call call, Event.Decided decided) {
        if (call.phase() == Phase.IN_FLIGHT || call.phase() == Phase.RECONCILING) {
            draft.keepEarly(decided);
        }
    }

    /** It did not happen: what was reserved is free, and a new attempt may be opened. */
    private void again(StepPath path, Node.Call call) {
        flow.budgets().release(path, call.hold().reserved());
        draft.makeReady(path.toString(), call.holding(Hold.NOTHING).in(Phase.READY));
    }

    private void refused(StepPath path, Node.Call call, Event.Decided decided, ErrorCode code) {
        if (call.phase() == Phase.RECONCILING) {
            spendAll(path, call);
            closed(path, decided, StepState.FAILED, ErrorCode.UNKNOWN_OUTCOME);
        } else {
            closed(path, decided, StepState.DENIED, code);
        }
    }

    private void closed(StepPath path, Event.Decided decided, StepState how, @Nullable ErrorCode code) {
        String note = decided.by() == null ? null : "decided by " + decided.by();
        Ending ending = new Ending(how, code == null ? null : code.wireName(), note);
        flow.end(path, ending, new Reply(decided.contextTokens(), List.of()));
    }

    void timeIsUp(String step, Node node) {
        if (node instanceof Node.Call call
                && call.phase().waitsForPeople()
                && call.hold().approvalId() != null) {
            draft.command(new Command.CloseApproval(step, call.hold().approvalId()));
        }
    }

    private static String timer(String approvalId) {
        return "approval:" + approvalId;
    }
}
