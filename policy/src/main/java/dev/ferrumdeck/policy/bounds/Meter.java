package dev.ferrumdeck.policy.bounds;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures one evaluation and ends it at its bounds. Evaluators call {@link #step} for each node and {@link #check} inside
 * of what takes long. Confined to the thread of {@link #measure}, except {@link #stop}.
 */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<@Nullable Meter> CURRENT = new ThreadLocal<>();
    private static final long NANOS_PER_CHECK = 1_000_000;

    private final Bounds bounds;
    private final @Nullable Meter outer;
    private long cpuFrom;
    private long bytesFrom;
    private long checked;
    private long steps;
    private @Nullable Kind kind;
    private @Nullable String reached;
    private volatile @Nullable String stopped;

    /** What a bound is of. */
    public enum Kind {
        /** The same everywhere: another try comes to the same end. */
        AMOUNT,
        /** Another try, on a machine with less to do, may come further. */
        TIME
    }

    public Meter(Bounds bounds) {
        this(bounds, null);
    }

    private Meter(Bounds bounds, @Nullable Meter outer) {
        this.bounds = bounds;
        this.outer = outer;
    }

    /** A meter for a part of what this one measures: both bounds hold. */
    public Meter part(long steps) {
        return new Meter(new Bounds(steps, bounds.cpu(), bounds.bytes()), this);
    }

    /** The meter of the evaluation that this thread is in. */
    public static Optional<Meter> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Evaluates under this meter.
     *
     * @throws BoundReached when a bound ended it
     */
    public <T extends @Nullable Object> T measure(Supplier<T> evaluation) {
        Meter before = CURRENT.get();
        CURRENT.set(this);
        checked = System.nanoTime();
        cpuFrom = THREADS.getCurrentThreadCpuTime();
        bytesFrom = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return evaluation.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** A node of an expression is evaluated. */
    public void step() {
        if (outer != null) {
            outer.step();
        }
        if (++steps > bounds.steps()) {
            fail(Kind.AMOUNT, "it takes more than " + bounds.steps() + " steps");
        }
        if (stopped != null || reached != null || System.nanoTime() - checked > NANOS_PER_CHECK) {
            check();
        }
    }

    /** Ends the evaluation when its time or memory is used up, or when somebody stopped it. */
    public void check() {
        if (reached != null) {
            throw new BoundReached(reached); // whoever caught it before must not go on
        }
        checked = System.nanoTime();
        if (outer != null) {
            outer.check();
        }
        String why = stopped;
        if (why != null) {
            fail(Kind.TIME, why);
        }
        if (THREADS.getCurrentThreadCpuTime() - cpuFrom > bounds.cpu().toNanos()) {
            fail(Kind.TIME, "it takes longer than " + bounds.cpu().toSeconds() + " seconds of processor time");
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - bytesFrom > bounds.bytes()) {
            fail(Kind.AMOUNT, "it needs more than " + bounds.bytes() / (1024 * 1024) + " MiB of memory");
        }
    }

    /** Ends the evaluation, with a reason for people. */
    public void fail(Kind ofKind, String why) {
        kind = ofKind;
        reached = why;
        if (outer != null && ofKind == Kind.TIME) {
            outer.kind = ofKind;
        }
        throw new BoundReached(why);
    }

    /** Makes the evaluation end at its next step or check; may be called by any thread. */
    public void stop(String why) {
        stopped = why;
    }

    /** Why a bound ended the evaluation; empty when none did. */
    public Optional<String> reached() {
        return Optional.ofNullable(reached);
    }

    /** Whether time ended it, or a part of it: another try may come further. */
    public boolean isTime() {
        return kind == Kind.TIME;
    }
}
