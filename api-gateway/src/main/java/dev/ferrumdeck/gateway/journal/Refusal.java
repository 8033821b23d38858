package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a command is not carried out: its step is answered with this code and this line.
 *
 * @param why one line for people, without values
 */
record Refusal(ErrorCode code, String why) {
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);
    static final Refusal INTERNAL = new Refusal(
            ErrorCode.INTERNAL, "the gateway could not carry this step out; its log has the cause under the run's id");

    /** What stands in the place of an output that is not there. */
    Map<String, Object> asOutput() {
        return Map.of("error", Map.of("code", code.wireName(), "message", Texts.oneLine(why)));
    }

    /** What a failure of this part of an entry comes to; whatever nobody foresaw is logged with its cause. */
    static Refusal of(Throwable failure, String runId, String part) {
        if (failure instanceof ExpressionFailed failed) {
            return new Refusal(failed.code(), String.valueOf(failed.getMessage()));
        }
        if (failure instanceof InputRefused refused) {
            return new Refusal(refused.code(), refused.getMessage());
        }
        if (failure instanceof ApiException refused) {
            return new Refusal(refused.code(), String.valueOf(refused.getMessage()));
        }
        LOG.error("run {}: {} cannot be carried out", runId, part, failure);
        if (failure instanceof StackOverflowError) {
            return new Refusal(ErrorCode.EXPRESSION_FAILED, "a value of this step is nested too deeply");
        }
        if (failure instanceof OutOfMemoryError) {
            return new Refusal(ErrorCode.EXPRESSION_FAILED, "a value of this step needs more memory than there is");
        }
        return INTERNAL;
    }
}
