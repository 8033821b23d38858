package dev.ferrumdeck.bridge;

import org.jspecify.annotations.Nullable;

/**
 * An entry that a reader holds until it is acknowledged.
 *
 * @param entryId the stream's own id of the entry
 * @param attemptId the attempt that it names; "" when the entry is no message of ours and can only be dropped
 */
public record Delivery(
        String queue,
        String entryId,
        String attemptId,
        @Nullable String traceparent) {}
