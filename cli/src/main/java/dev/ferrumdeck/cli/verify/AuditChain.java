package dev.ferrumdeck.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.contracts.Digests;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recomputes the audit chain of a tenant from exported events: numbers from 1 without gaps, each hash over the canonical
 * form (RFC 8785) of its event with the hash of the one before.
 */
public final class AuditChain {
    private static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    /**
     * What came of it.
     *
     * @param entries how many events are right, from the first
     * @param unsealed how many are too new to have a place in the chain
     * @param fault the first thing that is wrong, for people; null when nothing is
     */
    public record Report(
            @JsonProperty("verified") boolean verified,
            @JsonProperty("entries") int entries,
            @JsonProperty("unsealed") int unsealed,
            @JsonProperty("head_hash") String headHash,
            @JsonProperty("fault") @Nullable String fault) {}

    /** Verifies events in the order of the chain, oldest first; those without a number are not sealed yet. */
    public static Report of(List<JsonNode> events) {
        String previous = GENESIS;
        int entries = 0;
        int unsealed = 0;
        for (JsonNode event : events) {
            if (!event.hasNonNull("seq")) {
                unsealed++;
                continue;
            }
            String fault = fault(event, entries + 1, previous);
            if (fault != null) {
                return new Report(false, entries, unsealed, previous, fault);
            }
            previous = event.path("hash").asString("");
            entries++;
        }
        return new Report(true, entries, unsealed, previous, null);
    }

    private static @Nullable String fault(JsonNode event, int expected, String previous) {
        String name = "event " + event.path("seq") + " (" + event.path("action").asString("") + ")";
        if (event.path("seq").asLong(0) != expected) {
            return name + " stands where event " + expected + " should be: some are missing or out of order";
        }
        if (!event.path("previous_hash").asString("").equals(previous)) {
            return name + " does not follow the event before it";
        }
        if (!hash(event).equals(event.path("hash").asString(""))) {
            return name + " was changed after it was sealed: its hash does not cover its content";
        }
        return null;
    }

    private static String hash(JsonNode event) {
        ObjectNode covered = Json.object();
        event.properties().forEach(it -> {
            if (!it.getKey().equals("hash")) {
                covered.set(it.getKey(), it.getValue());
            }
        });
        return Digests.canonicalSha256(covered.toString());
    }
}
