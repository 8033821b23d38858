package dev.ferrumdeck.workflows.evaluation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processor time that the evaluations of one entry have taken. It ends no evaluation, as what an entry happens to be
 * put together of must not decide a step: when it is spent, the entry should take no further steps, and leave them to the
 * next. Thread-safe.
 */
public final class EntryBudget {
    private final long mostNanos;
    private final AtomicLong nanos = new AtomicLong();

    EntryBudget(Duration most) {
        this.mostNanos = most.toNanos();
    }

    void add(long spentNanos) {
        nanos.addAndGet(spentNanos);
    }

    /** Whether the rest of the entry belongs into another one. */
    public boolean isSpent() {
        return nanos.get() >= mostNanos;
    }

    /** What was taken so far. */
    public Duration spent() {
        return Duration.ofNanos(nanos.get());
    }
}
