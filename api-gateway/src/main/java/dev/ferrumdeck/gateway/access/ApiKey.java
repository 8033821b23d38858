package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is shown: everything but its secret.
 *
 * @param principal who stands behind it: the same for all keys of a person or service, kept by rotation
 * @param queues for role worker; {@code *} stands for all
 * @param lastUsedAt to about a minute
 */
record ApiKey(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("principal") String principal,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("queues") List<String> queues,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("created_by") @Nullable String createdBy,
        @JsonProperty("expires_at") @Nullable Instant expiresAt,
        @JsonProperty("revoked_at") @Nullable Instant revokedAt,
        @JsonProperty("last_used_at") @Nullable Instant lastUsedAt) {}
