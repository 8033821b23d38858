package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loop of an agent step.
 *
 * @param model the model it calls
 * @param maxModelCalls the most model calls of one loop
 * @param toolRetry how its tool calls are tried, where the tool says nothing
 * @param toolRetries how calls of tools that say so are tried, by the tool's name
 * @param limits its own budget, beside that of the run; work time in {@code seconds} is that of its loop
 * @param timeoutMillis deadline of the loop over its work time, or null
 * @param maxCallsPerTurn the most tool calls that one answer of its model may propose
 * @param maxSameRounds a loop that proposes the very same calls this many times in a row is broken
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentPlan(
        @JsonProperty("model") ModelPlan model,
        @JsonProperty("max_model_calls") int maxModelCalls,
        @JsonProperty("tool_retry") RetryPlan toolRetry,
        @JsonProperty("tool_retries") Map<String, RetryPlan> toolRetries,
        @JsonProperty("limits") Limits limits,
        @JsonProperty("timeout_ms") @Nullable Long timeoutMillis,
        @JsonProperty("max_calls_per_turn") int maxCallsPerTurn,
        @JsonProperty("max_same_rounds") int maxSameRounds) {
    public static final int DEFAULT_MAX_SAME_ROUNDS = 10;

    public AgentPlan {
        toolRetries = Map.copyOf(toolRetries);
    }

    /** A loop without limits of its own. */
    public static AgentPlan of(ModelPlan model, int maxModelCalls, RetryPlan toolRetry) {
        return read(model, maxModelCalls, toolRetry, null, null, null, null, null);
    }

    /** Reads a loop. Plans of version 1 have the first three only. */
    @JsonCreator
    static AgentPlan read(
            @JsonProperty("model") ModelPlan model,
            @JsonProperty("max_model_calls") int maxModelCalls,
            @JsonProperty("tool_retry") RetryPlan toolRetry,
            @JsonProperty("tool_retries") @Nullable Map<String, RetryPlan> toolRetries,
            @JsonProperty("limits") @Nullable Limits limits,
            @JsonProperty("timeout_ms") @Nullable Long timeoutMillis,
            @JsonProperty("max_calls_per_turn") @Nullable Integer maxCallsPerTurn,
            @JsonProperty("max_same_rounds") @Nullable Integer maxSameRounds) {
        return new AgentPlan(
                model,
                maxModelCalls,
                toolRetry,
                toolRetries == null ? Map.of() : toolRetries,
                limits == null ? Limits.NONE : limits,
                timeoutMillis,
                maxCallsPerTurn == null ? Integer.MAX_VALUE : maxCallsPerTurn,
                maxSameRounds == null ? DEFAULT_MAX_SAME_ROUNDS : maxSameRounds);
    }

    /** Whether it has limits beside those of the run. */
    boolean isLimited() {
        return !limits.equals(Limits.NONE) || timeoutMillis != null;
    }

    /** Its own limit of work time, in milliseconds, or null: the smaller of budget and deadline. */
    @Nullable
    Long workLimitMillis() {
        return Limits.smaller(limits.millis(), timeoutMillis);
    }

    RetryPlan retry(@Nullable String tool) {
        return tool == null ? toolRetry : toolRetries.getOrDefault(tool, toolRetry);
    }

    /** Whether the tool says itself how its calls are tried. */
    boolean retries(@Nullable String tool) {
        return tool != null && toolRetries.containsKey(tool);
    }
}
