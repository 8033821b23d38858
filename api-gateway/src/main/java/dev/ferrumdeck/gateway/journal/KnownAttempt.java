package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that has a row.
 *
 * @param outcome how it ended; null while it is live
 * @param lateSpent what a report that came after the end says it really used, or null
 * @param budgetIds the wider budgets that its reservation was taken from
 * @param settled whether those have been charged
 * @param labels what its result carries
 */
record KnownAttempt(
        String id,
        String path,
        int attempt,
        String state,
        String queue,
        Event.@Nullable Outcome outcome,
        Amount reserved,
        @Nullable Amount lateSpent,
        List<String> budgetIds,
        boolean settled,
        List<String> labels,
        @Nullable String traceparent) {
    private static final Set<String> BEGUN = Set.of("LEASED", "ACTING");

    String key() {
        return path + "#" + attempt;
    }

    boolean isReady() {
        return state.equals("READY");
    }

    boolean isLive() {
        return isReady() || BEGUN.contains(state);
    }

    /** Whether a worker holds it, so that it may have been used although nobody will report it. */
    boolean isHeld() {
        return BEGUN.contains(state);
    }

    boolean mayHaveActed() {
        return state.equals("ACTING");
    }
}
