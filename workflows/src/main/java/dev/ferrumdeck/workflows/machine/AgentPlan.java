package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The loop of an agent step.
 *
 * @param model the model it calls
 * @param maxModelCalls the most model calls of one loop
 * @param toolRetry how its tool calls are tried
 */
public record AgentPlan(
        @JsonProperty("model") ModelPlan model,
        @JsonProperty("max_model_calls") int maxModelCalls,
        @JsonProperty("tool_retry") RetryPlan toolRetry) {}
