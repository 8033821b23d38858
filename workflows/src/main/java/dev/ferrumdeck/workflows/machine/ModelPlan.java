package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the machine must know of a model to reserve for its calls.
 *
 * @param maxTokens the most tokens an answer may have
 * @param inputMicrosPerMillion price of a million input tokens, in micro-dollars
 * @param outputMicrosPerMillion price of a million output tokens, in micro-dollars
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelPlan(
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("input_micros_per_million") long inputMicrosPerMillion,
        @JsonProperty("output_micros_per_million") long outputMicrosPerMillion) {

    /** Cost in micro-dollars, rounded up, of a call with these tokens. */
    public long costMicros(long inputTokens, long outputTokens) {
        long millionths = Saturating.plus(
                Saturating.times(inputTokens, inputMicrosPerMillion),
                Saturating.times(outputTokens, outputMicrosPerMillion));
        return ceilDiv(millionths, 1_000_000);
    }

    /** The most that a call with this prompt and this much output can use. */
    public Amount worstCase(long promptTokens, long outputTokens) {
        return new Amount(Saturating.plus(promptTokens, outputTokens), costMicros(promptTokens, outputTokens), 0);
    }

    private static long ceilDiv(long amount, long by) {
        return -Math.floorDiv(-amount, by);
    }
}
