package dev.ferrumdeck.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.contracts.Digests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AuditChainTest {

    @Test
    void a_whole_chain_is_verified_and_what_is_not_sealed_yet_is_counted() {
        List<JsonNode> events = new ArrayList<>(chain());
        events.add(Json.object().put("id", "aud_4").put("action", "run.created"));

        AuditChain.Report report = AuditChain.of(events);

        assertThat(report.verified()).isTrue();
        assertThat(report.entries()).isEqualTo(3);
        assertThat(report.unsealed()).isEqualTo(1);
        assertThat(report.headHash()).isEqualTo(events.get(2).path("hash").asString());
    }

    @Test
    void a_changed_event_is_named() {
        List<JsonNode> events = chain();
        ((ObjectNode) events.get(1)).put("actor", "somebody else");

        assertThat(AuditChain.of(events).fault()).startsWith("event 2 (key.created) was changed");
    }

    @Test
    void a_missing_event_is_named() {
        List<JsonNode> events = new ArrayList<>(chain());
        events.remove(1);

        assertThat(AuditChain.of(events).fault()).startsWith("event 3 (key.created) stands where event 2 should be");
    }

    private static List<JsonNode> chain() {
        List<JsonNode> events = new ArrayList<>();
        String previous = "0".repeat(64);
        for (int seq = 1; seq <= 3; seq++) {
            ObjectNode event = Json.object()
                    .put("id", "aud_" + seq)
                    .put("actor", "key_1")
                    .put("action", "key.created")
                    .put("seq", seq)
                    .put("previous_hash", previous);
            previous = Digests.canonicalSha256(event.toString());
            events.add(event.put("hash", previous));
        }
        return events;
    }
}
