package dev.ferrumdeck.bridge;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to ring for.
 *
 * @param queue the queue whose stream gets the entry
 * @param attemptId the attempt's id: all that a worker learns from the stream
 * @param traceparent W3C trace context, or null
 */
public record Ring(String queue, String attemptId, @Nullable String traceparent) {}
