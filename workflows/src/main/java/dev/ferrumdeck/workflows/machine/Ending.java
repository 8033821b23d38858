package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How a step ends.
 *
 * @param code wire name of an error code, or null
 * @param note one line for people, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ending(
        @JsonProperty("s") StepState how,
        @JsonProperty("c") @Nullable String code,
        @JsonProperty("n") @Nullable String note) {
    static final Ending COMPLETED = new Ending(StepState.COMPLETED, null, null);

    static Ending failed(ErrorCode code, String note) {
        return new Ending(StepState.FAILED, code.wireName(), note);
    }

    static Ending of(StepState how, Event.Outcome outcome) {
        return new Ending(how, outcome.code(), outcome.message());
    }

    @JsonIgnore
    boolean isFailure() {
        return how == StepState.FAILED || how == StepState.DENIED;
    }

    /** What is said of a step that ended so. */
    String word() {
        return how == StepState.DENIED ? "was denied" : "failed";
    }
}
