package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step that failed for good after its last attempt. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetter(
        @JsonProperty("id") String id,
        @JsonProperty("run_id") String runId,
        @JsonProperty("step") String step,
        @JsonProperty("attempts") int attempts,
        @JsonProperty("code") String code,
        @JsonProperty("message") @Nullable String message,
        @JsonProperty("created_at") Instant createdAt) {}
