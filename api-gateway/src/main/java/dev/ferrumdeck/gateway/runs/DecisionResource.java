package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the policy said of an attempt.
 *
 * @param effect {@code allow}, {@code deny} or {@code require_approval}
 * @param input what it knew
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionResource(
        @JsonProperty("id") String id,
        @JsonProperty("step") String step,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("tool") String tool,
        @JsonProperty("effect") String effect,
        @JsonProperty("rule") @Nullable String rule,
        @JsonProperty("reason") String reason,
        @JsonProperty("policy_version") String policyVersion,
        @JsonProperty("args_sha256") String argsSha256,
        @JsonProperty("input") @Nullable Object input,
        @JsonProperty("created_at") Instant createdAt) {}
