package dev.ferrumdeck.stacktests;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a person does with the approval queue. */
record Approvals(TestStack stack) {

    /** The open approval of a run, once there is one. */
    String of(String run) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !open(run).isEmpty());
        return open(run).get(0).path("id").asString();
    }

    private List<JsonNode> open(String run) {
        return stack.client.list("/v1/approvals", Map.of("run", run, "status", "pending"), 10);
    }

    JsonNode decide(String approval, Map<String, ?> decision) {
        return stack.client.post("/v1/approvals/" + approval + "/decision", decision);
    }
}
