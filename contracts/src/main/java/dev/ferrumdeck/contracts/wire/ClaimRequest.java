package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Body of {@code POST /v1/attempts/{att}/claim}.
 *
 * @param workerId who claims, for people to read: {@code {pool}-{ulid}}
 * @param queue the queue whose stream named the attempt
 * @param claimId made once per claim by the worker: the same one again gets the same answer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClaimRequest(
        @JsonProperty("worker_id") String workerId,
        @JsonProperty("queue") String queue,
        @JsonProperty("claim_id") String claimId) {}
