package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A budget; a kind that is null has no limit.
 *
 * @param costMicros micro-dollars
 * @param tokens input and output tokens of model calls
 * @param toolCalls calls of tools
 * @param seconds work time of the run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetSpec(
        @JsonProperty("cost_micros") @Nullable Long costMicros,
        @JsonProperty("tokens") @Nullable Long tokens,
        @JsonProperty("tool_calls") @Nullable Long toolCalls,
        @JsonProperty("seconds") @Nullable Long seconds) {
    /** No limit of any kind. */
    public static final BudgetSpec NONE = new BudgetSpec(null, null, null, null);

    public Limits toLimits() {
        return new Limits(tokens, costMicros, toolCalls, seconds);
    }
}
