package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A timer that the state wants to run. The shell starts and stops Temporal timers so that they match the state: nothing
 * about a timer is a command, so a new execution or a reset run has the right ones by itself.
 *
 * @param dueAt epoch milliseconds
 * @param step the step it belongs to; null for the run's own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MachineTimer(
        @JsonProperty("d") long dueAt,
        @JsonProperty("p") Purpose purpose,

        @JsonProperty("s") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String step) {

    /** What happens when it fires. */
    public enum Purpose {
        /** An approval expires. */
        APPROVAL,
        /** A step is tried again. */
        BACKOFF,
        /** A wider budget is asked again. */
        BUDGET,
        /** A wait step completes. */
        WAIT,
        /** The work time of the run, or of an agent, is over: its deadline or its budget of seconds. */
        WORK_TIME
    }

    /** One line for the Temporal UI. */
    public String summary() {
        return switch (purpose) {
            case APPROVAL -> "approval of " + step + " expires";
            case BACKOFF -> "back-off before the next try of " + step;
            case BUDGET -> "a wider budget is asked again for " + step;
            case WAIT -> "wait step " + step;
            case WORK_TIME -> step == null ? "work time of the run is over" : "work time of " + step + " is over";
        };
    }
}
