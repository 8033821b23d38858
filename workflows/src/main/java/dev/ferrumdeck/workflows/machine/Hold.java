package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt holds while it is in motion, and all that is needed to repeat its dispatch.
 *
 * @param reserved of the run's budget
 * @param maxOutputTokens for model calls
 * @param approvalId the approval that is asked for, or that the attempt rests on
 */
record Hold(
        @JsonProperty("reserved") Amount reserved,
        @JsonProperty("max_output_tokens") int maxOutputTokens,
        @JsonProperty("approval_id") @Nullable String approvalId) {
    static final Hold NOTHING = new Hold(Amount.ZERO, 0, null);

    Hold approval(@Nullable String id) {
        return new Hold(reserved, maxOutputTokens, id);
    }

    Hold released() {
        return new Hold(Amount.ZERO, 0, approvalId);
    }
}
