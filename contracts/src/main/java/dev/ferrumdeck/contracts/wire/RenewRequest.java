package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1/attempts/{att}/renew}.
 *
 * @param acting true before an effect {@code once} is carried out: from here on an expiry is an unknown outcome
 * @param progress a short word on how far the work is, or null
 * @param delta text streamed by the model since the last renew, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RenewRequest(
        @JsonProperty("lease_id") String leaseId,
        @JsonProperty("acting") @Nullable Boolean acting,
        @JsonProperty("progress") @Nullable String progress,
        @JsonProperty("delta") @Nullable String delta) {}
