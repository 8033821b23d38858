package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.AgentPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of an agent.
 *
 * @param tools names of the tools it may propose
 * @param policy name of the policy that decides its runs; null is {@code default}
 * @param maxModelCalls the most model calls of one loop
 * @param timeoutSeconds deadline of a run of this agent, or of its loop in a workflow, over its work time, or null
 * @param inputSchema JSON Schema (2020-12) of its input, or null
 * @param maxCallsPerTurn the most tool calls that one answer of its model may propose
 * @param maxSameRounds a loop that proposes the very same calls this many times in a row ends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentSpec(
        @JsonProperty("name") String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("model") ModelSpec model,
        @JsonProperty("system_prompt") String systemPrompt,
        @JsonProperty("tools") List<String> tools,
        @JsonProperty("policy") @Nullable String policy,
        @JsonProperty("budget") BudgetSpec budget,
        @JsonProperty("max_model_calls") int maxModelCalls,
        @JsonProperty("timeout_seconds") @Nullable Long timeoutSeconds,
        @JsonProperty("input_schema") @Nullable Map<String, Object> inputSchema,
        @JsonProperty("max_calls_per_turn") Integer maxCallsPerTurn,
        @JsonProperty("max_same_rounds") Integer maxSameRounds) {
    public static final int DEFAULT_MAX_MODEL_CALLS = 20;
    public static final int DEFAULT_MAX_CALLS_PER_TURN = 32;

    public AgentSpec {
        tools = tools == null ? List.of() : List.copyOf(tools);
        budget = budget == null ? BudgetSpec.NONE : budget;
        maxCallsPerTurn = maxCallsPerTurn == null ? DEFAULT_MAX_CALLS_PER_TURN : maxCallsPerTurn;
        maxSameRounds = maxSameRounds == null ? AgentPlan.DEFAULT_MAX_SAME_ROUNDS : maxSameRounds;
        maxModelCalls = maxModelCalls == 0 ? DEFAULT_MAX_MODEL_CALLS : maxModelCalls;
    }
}
