package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.values.SafeValue;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Closes every live attempt and open question of a run, also those that the machine does not know. */
@Component
class Closing {
    private final KnownAttempts attempts;
    private final Approvals approvals;
    private final Settlement settlement;
    private final Inputs inputs;
    private final JsonMapper json;

    Closing(KnownAttempts attempts, Approvals approvals, Settlement settlement, Inputs inputs, JsonMapper json) {
        this.json = json;
        this.attempts = attempts;
        this.approvals = approvals;
        this.settlement = settlement;
        this.inputs = inputs;
    }

    /** Closes the run; its output is evaluated when it completed. */
    Deed finish(Preparation preparing, Command.Finish command) {
        String output = command.status() == RunStatus.COMPLETED ? json(inputs.output(preparing)) : null;
        return context -> {
            close(context);
            context.output(output);
        };
    }

    /** The work is done and must not be lost for a slip in its summary: the run ends, and says why it has no output. */
    Deed finishWithout(Command.Finish command, Refusal refusal) {
        return context -> {
            close(context);
            if (command.status() == RunStatus.COMPLETED) {
                context.output(json(refusal.asOutput()));
            }
        };
    }

    private @Nullable String json(@Nullable Object output) {
        return output == null
                ? null
                : json.writeValueAsString(SafeValue.of(output).json());
    }

    private void close(EntryContext context) {
        cancelLive(context);
        settlement.rest(context);
        approvals.close(context.entry().runId(), null);
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
