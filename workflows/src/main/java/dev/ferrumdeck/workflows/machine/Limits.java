package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a run; null is no limit of that kind.
 *
 * @param tokens input and output tokens of model calls
 * @param costMicros micro-dollars
 * @param toolCalls calls of tools
 * @param seconds work time: the time that the run does not spend paused or waiting for people
 */
public record Limits(
        @JsonProperty("tokens") @Nullable Long tokens,
        @JsonProperty("cost_micros") @Nullable Long costMicros,
        @JsonProperty("tool_calls") @Nullable Long toolCalls,
        @JsonProperty("seconds") @Nullable Long seconds) {
    public static final Limits NONE = new Limits(null, null, null, null);

    /** These limits with those of {@code change} that are not null in their place. */
    public Limits changedBy(Limits change) {
        return new Limits(
                change.tokens != null ? change.tokens : tokens,
                change.costMicros != null ? change.costMicros : costMicros,
                change.toolCalls != null ? change.toolCalls : toolCalls,
                change.seconds != null ? change.seconds : seconds);
    }
}
