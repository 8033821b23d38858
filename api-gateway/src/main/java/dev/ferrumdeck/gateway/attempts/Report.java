package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's report, checked and with its output in hand.
 *
 * @param output plain JSON, or null
 */
record Report(
        Status status,
        @Nullable Object output,
        @Nullable Usage usage,
        @Nullable WorkerError error,
        List<String> labels,
        String sha256) {

    /** What a worker may say. */
    enum Status {
        COMPLETED,
        FAILED,
        CANCELLED,
        RELEASED
    }
}
