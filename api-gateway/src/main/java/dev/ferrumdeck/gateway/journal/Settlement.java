package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.List;
import org.springframework.stereotype.Component;

/** Charges the wider budgets: each attempt once, by the entry that carries its outcome. */
@Component
class Settlement {
    private final KnownAttempts attempts;
    private final Approvals approvals;

    Settlement(KnownAttempts attempts, Approvals approvals) {
        this.attempts = attempts;
        this.approvals = approvals;
    }

    /** Settles what an event of the entry brings to an end. */
    void event(EntryContext context, Event event) {
        if (event instanceof Event.Outcome outcome) {
            outcome(context, outcome);
        } else if (event instanceof Event.Decided decided) {
            reconciled(context, decided);
        }
    }

    private void outcome(EntryContext context, Event.Outcome outcome) {
        KnownAttempt attempt = context.attempt(outcome.step(), outcome.attempt());
        if (attempt == null) {
            return;
        }
        // of an unknown outcome the reservation stays: nobody knows yet whether it was used
        if (outcome.status() != OutcomeStatus.UNKNOWN && outcome.status() != OutcomeStatus.NEEDS_APPROVAL) {
            settle(context, attempt, used(attempt, outcome.spent()));
        }
    }

    /** People said whether an unknown outcome happened. Only what did not happen costs nothing. */
    private void reconciled(EntryContext context, Event.Decided decided) {
        Approval approval = approvals.find(decided.approvalId()).orElse(null);
        if (approval == null || approval.question().kind() != ApprovalKind.RECONCILE) {
            return;
        }
        var key = new KnownAttempts.Key(
                approval.subject().stepPath(), approval.subject().attempt());
        attempts.find(context.entry().runId(), List.of(key)).values().forEach(attempt -> {
            Amount used = decided.verdict() == Verdict.RETRY ? Amount.ZERO : attempt.reserved();
            settle(context, attempt, used(attempt, used));
        });
    }

    /** Settles an attempt that ends without an outcome for the machine: its worker may have used all of it. */
    void cancelled(EntryContext context, KnownAttempt attempt) {
        settle(context, attempt, used(attempt, attempt.isHeld() ? attempt.reserved() : Amount.ZERO));
    }

    /** Settles what is left when a run is over. */
    void rest(EntryContext context) {
        for (KnownAttempt attempt : attempts.unsettled(context.entry().runId())) {
            Event.Outcome outcome = attempt.outcome();
            boolean known = outcome != null && outcome.status() != OutcomeStatus.UNKNOWN;
            Amount spent = known && outcome != null ? outcome.spent() : attempt.reserved();
            settle(context, attempt, used(attempt, spent));
        }
    }

    private static Amount used(KnownAttempt attempt, Amount otherwise) {
        return attempt.lateSpent() == null ? otherwise : attempt.lateSpent();
    }

    private static void settle(EntryContext context, KnownAttempt attempt, Amount used) {
        boolean charged =
                context.charges().stream().anyMatch(charge -> charge.attemptId().equals(attempt.id()));
        if (attempt.settled() || charged || attempt.budgetIds().isEmpty()) {
            return;
        }
        context.budgets().settle(attempt.budgetIds(), attempt.reserved(), used);
        context.charge(new KnownAttempts.Charge(attempt.id(), used));
    }
}
