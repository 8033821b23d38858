package dev.ferrumdeck.workflows.machine;

import org.jspecify.annotations.Nullable;

/**
 * The budget of a run: {@code spent + reserved <= limit} holds for every reservation it grants. The worst case is
 * reserved before a dispatch and settled once, by the outcome.
 */
final class Ledger {
    /** An answer shorter than this is not worth a model call: what is left of the budget is too little. */
    static final int LEAST_OUTPUT_TOKENS = 32;

    private Limits limits;
    private Amount spent;
    private Amount reserved;
    private int overruns;

    Ledger(Limits limits, Amount spent, Amount reserved, int overruns) {
        this.limits = limits;
        this.spent = spent;
        this.reserved = reserved;
        this.overruns = overruns;
    }

    /** What the budget says to a wish. */
    record Offer(Kind kind, Amount amount, int maxOutputTokens) {
        enum Kind {
            GRANTED,
            /** It does not fit now, but attempts in motion may give something back. */
            LATER,
            NEVER
        }

        static final Offer LATER = new Offer(Kind.LATER, Amount.ZERO, 0);
        static final Offer NEVER = new Offer(Kind.NEVER, Amount.ZERO, 0);

        static Offer granted(Amount amount, int maxOutputTokens) {
            return new Offer(Kind.GRANTED, amount, maxOutputTokens);
        }
    }

    Offer offer(Amount wish) {
        if (fits(wish)) {
            return Offer.granted(wish, 0);
        }
        return reserved.equals(Amount.ZERO) ? Offer.NEVER : Offer.LATER;
    }

    /** An allowance for a model call: with all the output the model may give, or what the budget has left for it. */
    Offer offer(ModelPlan model, long promptTokens) {
        Amount full = model.worstCase(promptTokens, model.maxTokens());
        if (fits(full)) {
            return Offer.granted(full, model.maxTokens());
        }
        if (!reserved.equals(Amount.ZERO)) {
            return Offer.LATER;
        }
        int output = affordableOutput(model, promptTokens);
        if (output < Math.min(LEAST_OUTPUT_TOKENS, model.maxTokens())) {
            return Offer.NEVER;
        }
        return Offer.granted(model.worstCase(promptTokens, output), output);
    }

    private int affordableOutput(ModelPlan model, long promptTokens) {
        long output = model.maxTokens();
        if (limits.tokens() != null) {
            output = Math.min(output, limits.tokens() - spent.tokens() - promptTokens);
        }
        if (limits.costMicros() != null && model.outputMicrosPerMillion() > 0) {
            long micros = limits.costMicros() - spent.costMicros();
            long forOutput = Math.multiplyExact(micros, 1_000_000L) - promptTokens * model.inputMicrosPerMillion();
            output = Math.min(output, Math.floorDiv(forOutput, model.outputMicrosPerMillion()));
        }
        long affordable = Math.max(output, 0);
        boolean fits = affordable > 0 && fits(model.worstCase(promptTokens, affordable));
        return fits ? Math.toIntExact(affordable) : 0;
    }

    void reserve(Amount amount) {
        reserved = reserved.plus(amount);
    }

    void release(Amount amount) {
        reserved = reserved.minus(amount);
    }

    /** Takes a reservation back and charges what was really used; more than was reserved is counted as an overrun. */
    void settle(Amount reservation, Amount used) {
        release(reservation);
        spent = spent.plus(used);
        if (used.tokens() > reservation.tokens()
                || used.costMicros() > reservation.costMicros()
                || used.toolCalls() > reservation.toolCalls()) {
            overruns++;
        }
    }

    void releaseAll() {
        reserved = Amount.ZERO;
    }

    void change(Limits change) {
        limits = limits.changedBy(change);
    }

    /** Whether what is spent and reserved is above a limit: an overrun, or limits that were lowered. */
    boolean isExceeded() {
        return !fits(Amount.ZERO);
    }

    private boolean fits(Amount wish) {
        Amount after = spent.plus(reserved).plus(wish);
        return within(after.tokens(), limits.tokens())
                && within(after.costMicros(), limits.costMicros())
                && within(after.toolCalls(), limits.toolCalls());
    }

    private static boolean within(long amount, @Nullable Long limit) {
        return limit == null || amount <= limit;
    }

    Limits limits() {
        return limits;
    }

    Amount spent() {
        return spent;
    }

    Amount reserved() {
        return reserved;
    }

    int overruns() {
        return overruns;
    }
}
