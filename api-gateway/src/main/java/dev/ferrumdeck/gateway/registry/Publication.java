package dev.ferrumdeck.gateway.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.web.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of publishing, or what would come of it.
 *
 * @param change {@code created}, {@code updated} (a new version), {@code unchanged} (the newest version says the same)
 *     or {@code restored} (the same, and it was retired)
 * @param dryRun true: nothing was stored; then {@code id} of a new thing and {@code created_at} of a new version are null
 * @param warnings of a dry run: what it names that would have to be registered first
 * @param hash of a tool: the pinned hash of its name on the server, description and schema
 */
record Publication(
        @JsonProperty("id") @Nullable String id,
        @JsonProperty("name") String name,
        @JsonProperty("version") int version,
        @JsonProperty("latest") int latest,
        @JsonProperty("hash") @Nullable String hash,
        @JsonProperty("spec") JsonNode spec,
        @JsonProperty("created_at") @Nullable Instant createdAt,
        @JsonProperty("created_by") @Nullable String createdBy,
        @JsonProperty("change") String change,
        @JsonProperty("dry_run") boolean dryRun,
        @JsonProperty("warnings") List<Violation> warnings) {

    static Publication of(Stored stored, Change change) {
        return of(stored, change, false, List.of());
    }

    /** What would come of publishing what the newest version says. */
    static Publication foreseen(Stored newest, Specs.Spec spec, Change change) {
        return of(newest, change, true, Specs.of(spec.missing()));
    }

    /** What would come of publishing something new on top of {@code version - 1}. */
    static Publication foreseen(
            @Nullable String id, int version, Specs.Spec spec, JsonNode content, String by, Change change) {
        return new Publication(
                id,
                spec.name(),
                version,
                version,
                spec.hash(),
                content,
                null,
                by,
                change.wireName(),
                true,
                Specs.of(spec.missing()));
    }

    private static Publication of(Stored stored, Change change, boolean dryRun, List<Violation> warnings) {
        return new Publication(
                stored.id(),
                stored.name(),
                stored.version(),
                stored.latest(),
                stored.hash(),
                stored.spec(),
                stored.createdAt(),
                stored.createdBy(),
                change.wireName(),
                dryRun,
                warnings);
    }

    /** Whether a version was stored. */
    boolean isNew() {
        return !dryRun && (change.equals(Change.CREATED.wireName()) || change.equals(Change.UPDATED.wireName()));
    }

    String etag() {
        return Stored.etag(version, spec);
    }
}
