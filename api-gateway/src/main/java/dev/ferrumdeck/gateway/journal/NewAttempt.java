package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that an entry opens, or ends at once.
 *
 * @param state {@code READY}, or the terminal state of one that was answered at once
 * @param outcome the answer at once, or null
 */
record NewAttempt(
        String id,
        String path,
        int attempt,
        String type,
        String state,
        Work work,
        Basis basis,
        Reservation reservation,
        Event.@Nullable Outcome outcome) {

    /** Where it is to be done, and in what time. */
    record Work(String queue, String effect, Duration timeout) {
        static final Work NONE = new Work("", "none", Duration.ZERO);
    }

    /** What it rests on. */
    record Basis(
            @Nullable String tool,
            @Nullable String toolHash,
            @Nullable String argsSha256,
            @Nullable String policyVersion,
            @Nullable String approvalId) {
        static final Basis NONE = new Basis(null, null, null, null, null);
    }

    /** What is reserved for it; {@code budgetIds} are the wider budgets that it was taken from. */
    record Reservation(Amount amount, int maxTokens, List<String> budgetIds) {
        static final Reservation NONE = new Reservation(Amount.ZERO, 0, List.of());
    }
}
