package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A permission for one attempt of a tool step. The worker refuses to act when one of its parts does not match.
 *
 * @param toolVersionHash {@link dev.ferrumdeck.contracts.ToolHash} of what was registered and decided on
 * @param argsSha256 digest of the canonical JSON of the arguments
 * @param approval the approval that it rests on, or null
 * @param ttlMs how long the grant holds, counted by the worker from its claim
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Grant(
        @JsonProperty("run") String run,
        @JsonProperty("step") String step,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("tool") String tool,
        @JsonProperty("tool_version_hash") String toolVersionHash,
        @JsonProperty("args_sha256") String argsSha256,
        @JsonProperty("policy_version") String policyVersion,
        @JsonProperty("approval") @Nullable String approval,
        @JsonProperty("ttl_ms") long ttlMs) {}
