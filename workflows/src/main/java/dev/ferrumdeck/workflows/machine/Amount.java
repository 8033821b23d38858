package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An amount of budget by kind: spent, reserved, or asked for.
 *
 * @param tokens input and output tokens of model calls
 * @param costMicros micro-dollars
 * @param toolCalls calls of tools
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Amount(
        @JsonProperty("tokens") long tokens,
        @JsonProperty("cost_micros") long costMicros,
        @JsonProperty("tool_calls") long toolCalls) {
    public static final Amount ZERO = new Amount(0, 0, 0);
    public static final Amount ONE_TOOL_CALL = new Amount(0, 0, 1);

    /** The sum; a kind that would be larger than a number can be stays at the largest. */
    public Amount plus(Amount other) {
        return new Amount(
                Saturating.plus(tokens, other.tokens),
                Saturating.plus(costMicros, other.costMicros),
                Saturating.plus(toolCalls, other.toolCalls));
    }

    /** The difference, which may be negative. */
    public Amount minus(Amount other) {
        return new Amount(
                Saturating.minus(tokens, other.tokens),
                Saturating.minus(costMicros, other.costMicros),
                Saturating.minus(toolCalls, other.toolCalls));
    }

    boolean isNegative() {
        return tokens < 0 || costMicros < 0 || toolCalls < 0;
    }
}
