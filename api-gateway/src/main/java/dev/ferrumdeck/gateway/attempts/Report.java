package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's report, checked and with its output in hand.
 *
 * @param output plain JSON that can be kept, or null
 * @param notes what was changed of the output, so that it can be kept
 */
record Report(
        Status status,
        @Nullable Object output,
        List<String> notes,
        @Nullable Usage usage,
        @Nullable WorkerError error,
        List<String> labels,
        String sha256) {

    /** What a worker may say. */
    enum Status {
        COMPLETED,
        FAILED,
        /** An effect {@code once} broke off; whether it happened nobody knows. */
        UNKNOWN,
        CANCELLED,
        RELEASED
    }
}
