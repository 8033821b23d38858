package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.Nullable;

/** Failures that cross threads. */
final class Thrown {
    private Thrown() {}

    /** The failure as it was thrown, to be thrown here. */
    static RuntimeException again(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
