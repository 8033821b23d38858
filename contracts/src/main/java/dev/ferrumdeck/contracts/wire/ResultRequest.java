package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1/attempts/{att}/result}.
 *
 * @param status {@code completed}, {@code failed}, {@code cancelled}, or {@code released} (handed back unbegun)
 * @param output {@link LlmOutput} or {@link ToolOutput}; null when {@code outputSha256} names an artifact, or on failure
 * @param resultSha256 digest of the canonical JSON of all other parts but {@code lease_id}, without those that are null:
 *     the same result again is a replay, another one a conflict
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultRequest(
        @JsonProperty("lease_id") String leaseId,
        @JsonProperty("status") String status,
        @JsonProperty("output") @Nullable Object output,
        @JsonProperty("output_sha256") @Nullable String outputSha256,
        @JsonProperty("result_sha256") String resultSha256,
        @JsonProperty("usage") @Nullable Usage usage,
        @JsonProperty("error") @Nullable WorkerError error,
        @JsonProperty("labels") List<String> labels) {
    public ResultRequest {
        labels = labels == null ? List.of() : List.copyOf(labels);
    }
}
