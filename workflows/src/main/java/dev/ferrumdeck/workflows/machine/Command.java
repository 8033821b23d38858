package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the machine wants done. Every command is idempotent by its step and attempt. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Command.Dispatch.class, name = "dispatch"),
    @JsonSubTypes.Type(value = Command.CloseApproval.class, name = "close_approval"),
    @JsonSubTypes.Type(value = Command.Reconcile.class, name = "reconcile"),
    @JsonSubTypes.Type(value = Command.Vote.class, name = "vote"),
    @JsonSubTypes.Type(value = Command.Finish.class, name = "finish"),
})
public sealed interface Command {

    /**
     * Evaluate the condition and the inputs of a step that is not sent to a worker itself (agent, map, wait) or whose
     * size must be known first (a model call outside of an agent). Answered at once by {@link Event.Opened}, or by an
     * outcome with attempt 0: skipped, or failed.
     */
    record Open(@JsonProperty("step") String step) implements Command {}

    /**
     * Decide on a step by policy and, if allowed, open an attempt and ring for a worker. An approval step is a dispatch
     * whose answer is {@code NEEDS_APPROVAL}.
     *
     * @param attempt from 1, chosen by the machine: the fencing number
     * @param allowance what is reserved of the run's budget for it
     * @param maxOutputTokens the most tokens the model may answer with under this allowance; 0 for tools
     * @param approvalId the approval it rests on, or null
     */
    record Dispatch(
            @JsonProperty("step") String step,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("allowance") Amount allowance,
            @JsonProperty("max_output_tokens") int maxOutputTokens,
            @JsonProperty("approval_id") @Nullable String approvalId)
            implements Command {}

    /** The time of an approval is up: expire it unless it is decided. Answered at once by {@link Event.Decided}. */
    record CloseApproval(
            @JsonProperty("step") String step,
            @JsonProperty("approval_id") String approvalId) implements Command {}

    /**
     * An attempt that had begun to act did not come back: ask people. Answered at once by an outcome
     * {@code NEEDS_APPROVAL} for the same attempt, with the id of an approval of kind {@code reconcile}.
     */
    record Reconcile(
            @JsonProperty("step") String step,
            @JsonProperty("attempt") int attempt) implements Command {}

    /** Take a vote that came as a signal through the door of all votes. */
    record Vote(
            @JsonProperty("id") String id,
            @JsonProperty("body") Map<String, Object> body) implements Command {}

    /**
     * The run is over: set its status, close every live attempt and open approval, release what is reserved.
     *
     * @param status a terminal status
     * @param code wire name of an error code, when it did not complete
     * @param message one line for people, when it did not complete
     * @param step the step that ended it, or null
     */
    record Finish(
            @JsonProperty("status") RunStatus status,
            @JsonProperty("code") @Nullable String code,
            @JsonProperty("message") @Nullable String message,
            @JsonProperty("step") @Nullable String step)
            implements Command {}
}
