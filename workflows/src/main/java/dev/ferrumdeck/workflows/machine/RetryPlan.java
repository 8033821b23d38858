package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How often and how soon a step is tried.
 *
 * @param maxAttempts tries altogether; those that a worker handed back, or that asked people first, do not count
 * @param backoffMillis wait before the second try; doubles with each further one
 * @param maxBackoffMillis the longest wait
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RetryPlan(
        @JsonProperty("max_attempts") int maxAttempts,
        @JsonProperty("backoff_ms") long backoffMillis,
        @JsonProperty("max_backoff_ms") long maxBackoffMillis) {
    public static final RetryPlan DEFAULT = new RetryPlan(3, 1_000, 60_000);

    /** The wait after {@code tries} tries. */
    long backoffAfter(int tries) {
        long wait = backoffMillis;
        for (int i = 1; i < tries && wait < maxBackoffMillis; i++) {
            wait *= 2;
        }
        return Math.min(wait, maxBackoffMillis);
    }
}
