package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a claim: everything a worker needs for one attempt.
 *
 * @param type {@code llm} or {@code tool}; says which of {@link LlmInput} and {@link ToolInput} the input is
 * @param input the input itself; null when {@code inputSha256} names an artifact to read instead (above 256 KiB)
 * @param inputSha256 the artifact that holds the input as JSON, or null
 * @param labels what is known of the origin of the input: {@code untrusted}, {@code private}
 * @param grant the signed permission; null for model calls
 * @param idempotencyKey the same for all attempts of a step: its step id
 * @param effect {@code none}, {@code idempotent} or {@code once}; {@code once} needs {@code acting: true} before acting
 * @param remainingMs how long the step may still take, from now
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Job(
        @JsonProperty("attempt_id") String attemptId,
        @JsonProperty("run_id") String runId,
        @JsonProperty("step_id") String stepId,
        @JsonProperty("step") String step,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("type") String type,
        @JsonProperty("input") @Nullable Map<String, Object> input,
        @JsonProperty("input_sha256") @Nullable String inputSha256,
        @JsonProperty("labels") List<String> labels,
        @JsonProperty("grant") @Nullable SignedGrant grant,
        @JsonProperty("idempotency_key") String idempotencyKey,
        @JsonProperty("effect") String effect,
        @JsonProperty("lease_id") String leaseId,
        @JsonProperty("lease_ttl_ms") long leaseTtlMs,
        @JsonProperty("remaining_ms") long remainingMs,
        @JsonProperty("traceparent") @Nullable String traceparent,
        @JsonProperty("agent") @Nullable String agent) {
    public Job {
        labels = labels == null ? List.of() : List.copyOf(labels);
    }
}
