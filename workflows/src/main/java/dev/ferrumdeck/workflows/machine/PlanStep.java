package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the lean plan: its place in the graph and what the machine needs to drive it, no values.
 *
 * @param id unique in the definition; the path of the step
 * @param dependsOn ids of steps that must have ended first (completed, skipped, or failed with {@code CONTINUE})
 * @param agent the loop, for kind {@code AGENT}, or of the body of a map over agents; else null
 * @param model the model, for kind {@code LLM}, or of the body of a map over model calls; else null
 * @param body what a map does for each item: {@code LLM}, {@code TOOL} or {@code AGENT}; null for other kinds
 * @param maxParallel how many items of a map are in motion at once
 * @param waitMillis how long a wait step waits
 * @param approvalMillis how long people have to decide (approval steps, and calls that the policy holds back)
 */
public record PlanStep(
        @JsonProperty("id") String id,
        @JsonProperty("kind") StepKind kind,
        @JsonProperty("depends_on") List<String> dependsOn,
        @JsonProperty("on_error") OnError onError,
        @JsonProperty("retry") RetryPlan retry,
        @JsonProperty("agent") @Nullable AgentPlan agent,
        @JsonProperty("model") @Nullable ModelPlan model,
        @JsonProperty("body") @Nullable StepKind body,
        @JsonProperty("max_parallel") int maxParallel,
        @JsonProperty("wait_ms") long waitMillis,
        @JsonProperty("approval_ms") long approvalMillis) {
    public PlanStep {
        dependsOn = List.copyOf(dependsOn);
    }
}
