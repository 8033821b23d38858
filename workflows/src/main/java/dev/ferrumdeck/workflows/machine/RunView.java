package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a run looks like after an entry: the projection in the {@code runs} table.
 *
 * @param waitingFor what it waits for, for people: {@code approval of payments.refund}; null when it works
 */
public record RunView(
        @JsonProperty("status") RunStatus status,
        @JsonProperty("waiting_for") @Nullable String waitingFor,
        @JsonProperty("budget") BudgetView budget) {}
