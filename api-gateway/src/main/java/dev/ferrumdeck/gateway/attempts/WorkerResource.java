package dev.ferrumdeck.gateway.attempts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker that reads queues, or holds attempts of the tenant.
 *
 * @param id {@code {pool}-{ulid}}
 * @param queues the queues that it reads
 * @param atWork attempts of the tenant that it holds
 * @param pending entries that it has read and not acknowledged
 * @param idleSeconds since it last asked for entries; absent when Redis does not know it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkerResource(
        @JsonProperty("id") String id,
        @JsonProperty("pool") String pool,
        @JsonProperty("queues") List<String> queues,
        @JsonProperty("at_work") long atWork,
        @JsonProperty("pending") long pending,
        @JsonProperty("idle_seconds") @Nullable Double idleSeconds) {}
