package dev.ferrumdeck.workflows.machine;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A budget at one moment, as a call sees it: {@code spent + reserved <= limits} holds for all that it grants. */
record Funds(Limits limits, Amount spent, Amount reserved) {

    /** What a wish lacks. */
    enum Lack {
        NOTHING,
        /** Of each kind that is short, something is reserved by calls in motion, and may come back. */
        FOR_NOW,
        FOR_GOOD
    }

    Lack lack(Amount wish) {
        return worst(
                lack(wish, limits.tokens(), Amount::tokens),
                worst(
                        lack(wish, limits.costMicros(), Amount::costMicros),
                        lack(wish, limits.toolCalls(), Amount::toolCalls)));
    }

    private Lack lack(Amount wish, @Nullable Long limit, ToLongFunction<Amount> kind) {
        if (limit == null || kind.applyAsLong(spent.plus(reserved).plus(wish)) <= limit) {
            return Lack.NOTHING;
        }
        return kind.applyAsLong(reserved) > 0 ? Lack.FOR_NOW : Lack.FOR_GOOD;
    }

    static Lack worst(Lack one, Lack other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The most tokens that a model can answer with for what is left. */
    long affordableOutput(ModelPlan model, long promptTokens) {
        Amount used = spent.plus(reserved);
        long output = model.maxTokens();
        if (limits.tokens() != null) {
            long left = Saturating.minus(limits.tokens(), used.tokens());
            output = Math.min(output, Saturating.minus(left, promptTokens));
        }
        if (limits.costMicros() != null && model.outputMicrosPerMillion() > 0) {
            long left = Saturating.times(Saturating.minus(limits.costMicros(), used.costMicros()), 1_000_000);
            long prompt = Saturating.times(promptTokens, model.inputMicrosPerMillion());
            output = Math.min(output, Math.floorDiv(Saturating.minus(left, prompt), model.outputMicrosPerMillion()));
        }
        return Math.max(output, 0);
    }
}
