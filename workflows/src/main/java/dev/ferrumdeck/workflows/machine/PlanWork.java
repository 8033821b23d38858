package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the machine must know of the work of a step, by what it is. A type of step that needs nothing is {@link Plain}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PlanWork.Plain.class, name = "plain"),
    @JsonSubTypes.Type(value = PlanWork.ModelCall.class, name = "model_call"),
    @JsonSubTypes.Type(value = PlanWork.Loop.class, name = "loop"),
    @JsonSubTypes.Type(value = PlanWork.ForEach.class, name = "for_each"),
    @JsonSubTypes.Type(value = PlanWork.Pause.class, name = "pause"),
})
public sealed interface PlanWork {
    Plain PLAIN = new Plain();

    /** One dispatch: a call of a tool, a question to people. */
    record Plain() implements PlanWork {}

    /** One call of a model. */
    record ModelCall(@JsonProperty("model") ModelPlan model) implements PlanWork {}

    /** The loop of an agent. */
    record Loop(@JsonProperty("agent") AgentPlan agent) implements PlanWork {}

    /**
     * The same work for each item of a list.
     *
     * @param maxParallel how many items are in motion at once
     * @param kind of the step that an item is
     */
    record ForEach(
            @JsonProperty("max_parallel") int maxParallel,
            @JsonProperty("kind") StepKind kind,
            @JsonProperty("work") PlanWork work)
            implements PlanWork {}

    /** @param millis how long it waits */
    record Pause(@JsonProperty("wait_ms") long millis) implements PlanWork {}
}
