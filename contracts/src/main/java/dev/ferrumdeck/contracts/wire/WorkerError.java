package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why an attempt failed.
 *
 * @param code wire name of an {@link dev.ferrumdeck.contracts.ErrorCode}
 * @param message what happened, to what, and what to do; no secrets
 * @param retryable whether the same call may succeed later
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkerError(
        @JsonProperty("code") String code,
        @JsonProperty("message") String message,
        @JsonProperty("retryable") boolean retryable) {}
