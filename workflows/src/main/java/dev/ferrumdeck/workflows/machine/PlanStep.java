package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the lean plan: its place in the graph and what the machine needs to drive it, no values.
 *
 * @param id unique in the definition; the path of the step
 * @param dependsOn ids of steps that must have ended first (completed, skipped, or failed with {@code CONTINUE})
 * @param retry how it is tried, or for a map how each item is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanStep(
        @JsonProperty("id") String id,
        @JsonProperty("kind") StepKind kind,
        @JsonProperty("depends_on") List<String> dependsOn,
        @JsonProperty("on_error") OnError onError,
        @JsonProperty("retry") RetryPlan retry,
        @JsonProperty("work") PlanWork work) {
    public PlanStep {
        dependsOn = List.copyOf(dependsOn);
    }

    /** Reads a step. Plans of version 1 have the parts of all types side by side instead of {@code work}. */
    @JsonCreator
    static PlanStep read(
            @JsonProperty("id") String id,
            @JsonProperty("kind") StepKind kind,
            @JsonProperty("depends_on") List<String> dependsOn,
            @JsonProperty("on_error") OnError onError,
            @JsonProperty("retry") RetryPlan retry,
            @JsonProperty("work") @Nullable PlanWork work,
            @JsonProperty("agent") @Nullable AgentPlan agent,
            @JsonProperty("model") @Nullable ModelPlan model,
            @JsonProperty("body") @Nullable StepKind body,
            @JsonProperty("max_parallel") @Nullable Integer maxParallel,
            @JsonProperty("wait_ms") @Nullable Long waitMillis) {
        PlanWork read = work;
        if (read == null) {
            read = agent != null
                    ? new PlanWork.Loop(agent)
                    : model != null ? new PlanWork.ModelCall(model) : PlanWork.PLAIN;
            if (kind == StepKind.WAIT) {
                read = new PlanWork.Pause(waitMillis == null ? 0 : waitMillis);
            } else if (body != null) {
                read = new PlanWork.ForEach(maxParallel == null ? 1 : maxParallel, body, read);
            }
        }
        return new PlanStep(id, kind, dependsOn, onError, retry, read);
    }
}
