package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as clients see it.
 *
 * @param reserved what was reserved of the budget
 * @param outcome what it came back with: status, code, message, spent
 * @param estimated whether {@code spent} is what was reserved, because nobody said what was used
 * @param rings how often a worker was called
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttemptResource(
        @JsonProperty("id") String id,
        @JsonProperty("step_id") String stepId,
        @JsonProperty("step") String step,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("type") String type,
        @JsonProperty("queue") String queue,
        @JsonProperty("effect") String effect,
        @JsonProperty("state") String state,
        @JsonProperty("tool") @Nullable String tool,
        @JsonProperty("args_sha256") @Nullable String argsSha256,
        @JsonProperty("policy_version") @Nullable String policyVersion,
        @JsonProperty("approval_id") @Nullable String approvalId,
        @JsonProperty("reserved") @Nullable Object reserved,
        @JsonProperty("outcome") @Nullable Object outcome,
        @JsonProperty("estimated") boolean estimated,
        @JsonProperty("worker_id") @Nullable String workerId,
        @JsonProperty("rings") int rings,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("claimed_at") @Nullable Instant claimedAt,
        @JsonProperty("lease_expires_at") @Nullable Instant leaseExpiresAt,
        @JsonProperty("ended_at") @Nullable Instant endedAt) {}
