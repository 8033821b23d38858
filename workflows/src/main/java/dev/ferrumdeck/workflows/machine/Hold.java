package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt holds while it is in motion, and all that is needed to repeat its dispatch.
 *
 * @param reserved of the run's budget
 * @param maxOutputTokens for model calls
 * @param approvalId the approval that is asked for, or that the attempt rests on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Hold(
        @JsonProperty("r") Amount reserved,
        @JsonProperty("o") int maxOutputTokens,
        @JsonProperty("a") @Nullable String approvalId) {
    static final Hold NOTHING = new Hold(Amount.ZERO, 0, null);

    Hold approval(@Nullable String id) {
        return new Hold(reserved, maxOutputTokens, id);
    }

    Hold released() {
        return new Hold(Amount.ZERO, 0, approvalId);
    }
}
