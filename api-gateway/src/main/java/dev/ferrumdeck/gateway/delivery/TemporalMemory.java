package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.health.ReadinessCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Whether Temporal knows the runs that this gateway knows. One that has not known any yet, or misses several in a row, is
 * the wrong one, or a new one in the place of the old: then no run is taken for lost until it knows one again. Thread-safe.
 */
@Component
class TemporalMemory implements ReadinessCheck {
    /** So many runs in a row may be missing from a Temporal that is the right one. */
    private static final int MOST_MISSING = 3;

    private final AtomicInteger missing = new AtomicInteger();
    private volatile boolean known;

    TemporalMemory(MeterRegistry meters) {
        meters.gauge("ferrumdeck.temporal.missing.runs", missing);
    }

    /** So many more runs are missing; says whether they can be taken for lost. */
    boolean missed(int runs) {
        return missing.addAndGet(runs) <= MOST_MISSING && known;
    }

    /** A run is where it should be. */
    void found() {
        missing.set(0);
        known = true;
    }

    boolean isStrange() {
        return missing.get() > MOST_MISSING;
    }

    String complaint() {
        return "Temporal does not know " + missing + " runs in a row that it was given: is this the namespace, and the"
                + " server, that they were started in? No run is ended for it. Set TEMPORAL_ADDRESS and"
                + " TEMPORAL_NAMESPACE to the right one; a run that is really lost can be cancelled";
    }

    @Override
    public String name() {
        return "temporal-runs";
    }

    @Override
    public String check() {
        if (isStrange()) {
            throw new IllegalStateException(complaint());
        }
        return "known";
    }
}
