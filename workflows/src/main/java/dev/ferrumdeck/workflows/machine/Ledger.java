package dev.ferrumdeck.workflows.machine;

/** The budget of a run: the worst case is reserved before a dispatch and settled once, by the outcome. Mutable. */
final class Ledger {
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

    Funds funds() {
        return new Funds(limits, spent, reserved);
    }

    void reserve(Amount amount) {
        reserved = reserved.plus(amount);
    }

    void release(Amount amount) {
        reserved = reserved.minus(amount);
    }

    /**
     * Takes a reservation back and charges what was really used.
     *
     * @return whether more was used than was reserved: an overrun
     */
    boolean settle(Amount reservation, Amount used) {
        release(reservation);
        spent = spent.plus(used);
        boolean overrun = used.tokens() > reservation.tokens()
                || used.costMicros() > reservation.costMicros()
                || used.toolCalls() > reservation.toolCalls();
        if (overrun) {
            overruns++;
        }
        return overrun;
    }

    void releaseAll() {
        reserved = Amount.ZERO;
    }

    void change(Limits change) {
        limits = limits.changedBy(change);
    }

    /** Whether what is spent and reserved is above a limit: an overrun, or limits that were lowered. */
    boolean isExceeded() {
        return funds().lack(Amount.ZERO) != Funds.Lack.NOTHING;
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
