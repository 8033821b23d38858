package dev.ferrumdeck.gateway.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.Digests;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of anything in the registry, as it is answered.
 *
 * @param latest the newest version; of a policy, the one in force
 * @param retiredAt when it was retired: no new run can use it until it is published again
 * @param hash of a tool: the pinned hash of its name on the server, description and schema
 */
record Stored(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("version") int version,
        @JsonProperty("latest") int latest,
        @JsonProperty("hash") @Nullable String hash,
        @JsonProperty("spec") JsonNode spec,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("created_by") @Nullable String createdBy,
        @JsonProperty("retired_at") @Nullable Instant retiredAt) {

    /** Whether it takes part in no new run. */
    @JsonIgnore
    boolean isRetired() {
        return retiredAt != null;
    }

    /** Strong: another version, or another content, is another tag. */
    @JsonIgnore
    String etag() {
        return etag(version, spec);
    }

    static String etag(int version, JsonNode spec) {
        return "\"" + version + "-" + Digests.canonicalSha256(spec.toString()).substring(0, 16) + "\"";
    }
}
