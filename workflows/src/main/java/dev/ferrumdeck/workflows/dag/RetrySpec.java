package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.RetryPlan;

/**
 * How often and how soon a step is tried.
 *
 * @param maxAttempts tries altogether, from 1
 * @param backoffSeconds wait before the second try; doubles with each further one
 * @param maxBackoffSeconds the longest wait
 */
public record RetrySpec(
        @JsonProperty("max_attempts") int maxAttempts,
        @JsonProperty("backoff_seconds") double backoffSeconds,
        @JsonProperty("max_backoff_seconds") double maxBackoffSeconds) {

    RetryPlan toPlan() {
        return new RetryPlan(maxAttempts, Math.round(backoffSeconds * 1000), Math.round(maxBackoffSeconds * 1000));
    }
}
