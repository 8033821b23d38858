package dev.ferrumdeck.gateway.attempts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a queue stands. What Redis says is absent while it does not answer.
 *
 * @param ready attempts of the tenant that wait for a worker; the truth
 * @param oldestReadySeconds how long the oldest of them has waited
 * @param atWork attempts of the tenant that workers hold
 * @param length entries of the stream, of all tenants
 * @param pending entries between read and claim
 * @param lag entries that no worker has read
 * @param consumers how many workers read it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueResource(
        @JsonProperty("queue") String queue,
        @JsonProperty("ready") long ready,
        @JsonProperty("oldest_ready_seconds") double oldestReadySeconds,
        @JsonProperty("at_work") long atWork,
        @JsonProperty("length") @Nullable Long length,
        @JsonProperty("pending") @Nullable Long pending,
        @JsonProperty("lag") @Nullable Long lag,
        @JsonProperty("consumers") @Nullable Integer consumers) {}
