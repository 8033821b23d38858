package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens and dispatches what is ready, in order, as far as the budget, the width of the run and the entry allow. */
final class Scheduler {
    private final Work work;
    private int inFlight;

    Scheduler(Work work) {
        this.work = work;
    }

    void run() {
        work.leaveBacklog(false);
        if (work.isPaused()) {
            return;
        }
        inFlight = (int) work.steps().values().stream()
                .filter(entry -> entry.phase() == Phase.IN_FLIGHT)
                .count();
        for (String path : List.copyOf(work.ready())) {
            if (work.isFull()) {
                work.leaveBacklog(true);
                return;
            }
            StepEntry entry = work.find(path);
            if (entry == null) {
                work.ready().remove(path);
            } else if (entry.phase() == Phase.TO_OPEN) {
                open(path, entry);
            } else if (inFlight < work.plan().plan().maxInFlight()) {
                dispatchIfPaid(path, entry);
            }
            if (work.isOver()) {
                return;
            }
        }
    }

    /** Repeats every open command: what is known already is answered, and nothing is done twice. */
    void repeat() {
        work.steps().forEach((path, entry) -> {
            Command command = openCommand(path, entry);
            if (command != null && !work.isFull()) {
                work.command(command);
            }
        });
    }

    private static @Nullable Command openCommand(String path, StepEntry entry) {
        return switch (entry.phase()) {
            case OPENING -> new Command.Open(path);
            case IN_FLIGHT -> dispatch(path, entry);
            case RECONCILING -> entry.hold().approvalId() == null ? new Command.Reconcile(path, entry.attempt()) : null;
            default -> null;
        };
    }

    private void open(String path, StepEntry entry) {
        work.ready().remove(path);
        work.put(path, entry.in(Phase.OPENING));
        work.command(new Command.Open(path));
    }

    private void dispatchIfPaid(String path, StepEntry entry) {
        Ledger.Offer offer = offer(path, entry);
        switch (offer.kind()) {
            case GRANTED -> {
                work.ready().remove(path);
                work.ledger().reserve(offer.amount());
                StepEntry dispatched = entry.dispatched(new Hold(
                        offer.amount(), offer.maxOutputTokens(), entry.hold().approvalId()));
                work.put(path, dispatched);
                work.command(dispatch(path, dispatched));
                inFlight++;
            }
            case LATER -> {}
            case NEVER ->
                work.finish(
                        RunStatus.BUDGET_EXCEEDED,
                        ErrorCode.BUDGET_EXCEEDED.wireName(),
                        "the run's budget has nothing left for step " + path + "; raise it before, or start a new run",
                        path);
        }
    }

    private Ledger.Offer offer(String path, StepEntry entry) {
        return switch (entry.kind()) {
            case LLM -> work.ledger().offer(work.plan().model(StepPath.parse(path)), entry.contextTokens());
            case TOOL -> work.ledger().offer(Amount.ONE_TOOL_CALL);
            default -> work.ledger().offer(Amount.ZERO);
        };
    }

    static Command.Dispatch dispatch(String path, StepEntry entry) {
        Hold hold = entry.hold();
        return new Command.Dispatch(path, entry.attempt(), hold.reserved(), hold.maxOutputTokens(), hold.approvalId());
    }
}
