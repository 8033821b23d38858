package dev.ferrumdeck.gateway.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What verifying a chain found.
 *
 * @param valid whether every event is where it was and says what it said
 * @param events how many are sealed
 * @param headHash hash of the last one; keep it elsewhere to notice a chain that was rewritten as a whole
 * @param unsealed recorded and not in the chain yet
 * @param brokenAt the first place that does not fit, or absent
 * @param reason what does not fit there, or absent
 */
record ChainReport(
        @JsonProperty("valid") boolean valid,
        @JsonProperty("events") long events,
        @JsonProperty("head_hash") String headHash,
        @JsonProperty("unsealed") long unsealed,
        @JsonProperty("broken_at") @Nullable Long brokenAt,
        @JsonProperty("reason") @Nullable String reason) {}
