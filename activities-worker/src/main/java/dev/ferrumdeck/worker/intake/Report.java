package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.worker.work.Done;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told of an attempt.
 *
 * @param status as on the wire; {@code silent} when nothing may be said, because the lease is gone
 */
record Report(
        String status,
        @Nullable Object output,
        @Nullable Usage usage,
        @Nullable WorkerError error) {
    static Report completed(Done done) {
        return new Report("completed", done.output(), done.usage(), null);
    }

    static Report failed(WorkerError error) {
        return new Report("failed", null, null, error);
    }

    /** The same, of work that used this much; null when nobody knows. */
    Report having(@Nullable Usage used) {
        return new Report(status, output, used, error);
    }

    /** An effect that must not happen twice broke off: people say whether it happened, and are told this much. */
    static Report unknown(WorkerError reason) {
        return new Report("unknown", null, null, reason);
    }

    static Report of(String status) {
        return new Report(status, null, null, null);
    }

    static Report silence() {
        return of("silent");
    }

    boolean silent() {
        return status.equals("silent");
    }
}
