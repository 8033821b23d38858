package dev.ferrumdeck.workflows.machine;

import org.jspecify.annotations.Nullable;

/**
 * What a dispatch wants of the budget.
 *
 * @param full the worst case
 * @param model the model that can be told to answer shorter; null when it is all or nothing
 * @param promptTokens tokens of its prompt
 */
record Wish(Amount full, @Nullable ModelPlan model, long promptTokens) {
    /** An answer shorter than this is not worth a model call: what is left of the budget is too little. */
    static final int LEAST_OUTPUT_TOKENS = 32;

    static final Wish NOTHING = new Wish(Amount.ZERO, null, 0);
    static final Wish ONE_TOOL_CALL = new Wish(Amount.ONE_TOOL_CALL, null, 0);

    /** A model call with all the output that the model may give. */
    static Wish of(ModelPlan model, long promptTokens) {
        return new Wish(model.worstCase(promptTokens, model.maxTokens()), model, promptTokens);
    }

    int maxOutputTokens() {
        return model == null ? 0 : model.maxTokens();
    }
}
