package dev.ferrumdeck.gateway.artifacts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored blob. */
public record Artifact(
        @JsonProperty("sha256") String sha256,
        @JsonProperty("size_bytes") long sizeBytes,
        @JsonProperty("media_type") String mediaType,
        @JsonProperty("run_id") @Nullable String runId,
        @JsonProperty("created_at") Instant createdAt) {}
