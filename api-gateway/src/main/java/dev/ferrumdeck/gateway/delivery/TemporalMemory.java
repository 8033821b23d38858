package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.health.ReadinessCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Whether Temporal knows the runs that this gateway knows. One that misses several in a row is the wrong one, or a new one
 * in the place of the old: then no run is taken for lost until it knows one again. Thread-safe.
 */
@Component
class TemporalMemory implements ReadinessCheck {
    /** So many runs in a row may be missing from a Temporal that is the right one. */
    static final int MOST_MISSING = 3;

    private final AtomicInteger missing = new AtomicInteger();

    TemporalMemory(MeterRegistry meters) {
        meters.gauge("ferrumdeck.temporal.missing.runs", missing);
    }

    /** Runs that should be there and are not, since one was found. */
    int missingInARow() {
        return missing.get();
    }

    void missed(int runs) {
        missing.addAndGet(runs);
    }

    void found() {
        missing.set(0);
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
        if (missing.get() > MOST_MISSING) {
            throw new IllegalStateException(complaint());
        }
        return "known";
    }
}
