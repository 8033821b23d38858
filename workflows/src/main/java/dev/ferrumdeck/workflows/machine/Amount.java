package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An amount of budget by kind: spent, reserved, or asked for.
 *
 * @param tokens input and output tokens of model calls
 * @param costMicros micro-dollars
 * @param toolCalls calls of tools
 */
public record Amount(
        @JsonProperty("tokens") long tokens,
        @JsonProperty("cost_micros") long costMicros,
        @JsonProperty("tool_calls") long toolCalls) {
    public static final Amount ZERO = new Amount(0, 0, 0);
    public static final Amount ONE_TOOL_CALL = new Amount(0, 0, 1);

    public Amount plus(Amount other) {
        return new Amount(tokens + other.tokens, costMicros + other.costMicros, toolCalls + other.toolCalls);
    }

    public Amount minus(Amount other) {
        return new Amount(tokens - other.tokens, costMicros - other.costMicros, toolCalls - other.toolCalls);
    }
}
