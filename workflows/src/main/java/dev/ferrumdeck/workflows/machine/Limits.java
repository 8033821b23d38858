package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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
@JsonIgnoreProperties(ignoreUnknown = true)
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

    /** The smaller of each kind. */
    public Limits smaller(Limits other) {
        return new Limits(
                smaller(tokens, other.tokens),
                smaller(costMicros, other.costMicros),
                smaller(toolCalls, other.toolCalls),
                smaller(seconds, other.seconds));
    }

    /** The smaller of two limits, of which either may be null for none. */
    public static @Nullable Long smaller(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Long.valueOf(Math.min(one, other));
    }

    /** The limit of work time in milliseconds, or null. */
    @Nullable
    Long millis() {
        return seconds == null ? null : Long.valueOf(Saturating.times(seconds, 1000));
    }

    boolean isNegative() {
        return isNegative(tokens) || isNegative(costMicros) || isNegative(toolCalls) || isNegative(seconds);
    }

    private static boolean isNegative(@Nullable Long limit) {
        return limit != null && limit < 0;
    }
}
