package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.List;
import org.springframework.stereotype.Component;

/** Closes every live attempt and open question of a run, also those that the machine does not know. */
@Component
class Closing {
    private final KnownAttempts attempts;
    private final Approvals approvals;
    private final Settlement settlement;
    private final Inputs inputs;

    Closing(KnownAttempts attempts, Approvals approvals, Settlement settlement, Inputs inputs) {
        this.attempts = attempts;
        this.approvals = approvals;
        this.settlement = settlement;
        this.inputs = inputs;
    }

    void finish(EntryContext context, Command.Finish command) {
        cancelLive(context);
        settlement.rest(context);
        approvals.close(context.entry().runId(), null);
        if (command.status() == RunStatus.COMPLETED) {
            context.output(inputs.output(context));
        }
    }

    private void cancelLive(EntryContext context) {
        List<KnownAttempt> live = attempts.lockLive(context.entry().runId());
        live.forEach(attempt -> settlement.cancelled(context, attempt));
        attempts.end(live.stream().map(Closing::end).toList());
    }

    static KnownAttempts.End end(KnownAttempt attempt) {
        OutcomeStatus status = attempt.mayHaveActed() ? OutcomeStatus.UNKNOWN : OutcomeStatus.CANCELLED;
        Event.Outcome outcome = Event.Outcome.because(
                attempt.path(),
                attempt.attempt(),
                status,
                ErrorCode.CANCELLED.wireName(),
                false,
                "its run ended first");
        return new KnownAttempts.End(attempt, status.name(), outcome);
    }
}
