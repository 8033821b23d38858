package dev.ferrumdeck.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event. Once sealed, {@code hash} is SHA-256 over the canonical JSON (RFC 8785) of this object without {@code hash},
 * so anyone can verify an export offline.
 *
 * @param seq place in the tenant's chain, from 1 without gaps; null until it is sealed
 * @param previousHash hash of the event before it; 64 zeros for the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEvent(
        @JsonProperty("id") String id,
        @JsonProperty("tenant_id") String tenantId,
        @JsonProperty("actor") String actor,
        @JsonProperty("action") String action,
        @JsonProperty("subject") String subject,
        @JsonProperty("detail") JsonNode detail,
        @JsonProperty("at") Instant at,
        @JsonProperty("seq") @Nullable Long seq,
        @JsonProperty("previous_hash") @Nullable String previousHash,
        @JsonProperty("hash") @Nullable String hash) {

    /** The same event at a place in the chain. */
    AuditEvent sealed(long seq, String previousHash) {
        AuditEvent placed = new AuditEvent(id, tenantId, actor, action, subject, detail, at, seq, previousHash, null);
        return new AuditEvent(
                id, tenantId, actor, action, subject, detail, at, seq, previousHash, placed.computedHash());
    }

    /** What {@link #hash} must be. */
    String computedHash() {
        ObjectNode json = Json.mapper().valueToTree(this);
        json.remove("hash");
        return Digests.canonicalSha256(json.toString());
    }
}
