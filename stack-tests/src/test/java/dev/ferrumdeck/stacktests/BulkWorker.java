package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.contracts.Digests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * A worker that speaks the protocol by hand and costs nothing: it claims everything that is ready, then reports it all
 * as fast as it can, so that only the control plane is measured.
 */
final class BulkWorker {
    private static final int THREADS = 16;
    /** Few enough that no lease runs out before its report. */
    private static final int AT_ONCE = 100;

    private final TestStack stack;
    private final String queue;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String key;

    BulkWorker(TestStack stack, String queue) {
        this.stack = stack;
        this.queue = queue;
        this.key = stack.client
                .post("/v1/api-keys", Map.of("name", queue, "roles", List.of("worker"), "queues", List.of(queue)))
                .path("key")
                .asString();
    }

    record Held(String attempt, String lease) {}

    /** Claims this many attempts of a run, once all are ready, and completes each. */
    void work(String run, int count) throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> ready(run).size() == count);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<String> all = ready(run);
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Future<Held>> held = all.subList(from, Math.min(from + AT_ONCE, all.size())).stream()
                        .map(attempt -> threads.submit(() -> claim(attempt)))
                        .toList();
                List<Future<Integer>> reports = held.stream()
                        .map(one -> threads.submit(() -> report(one.get())))
                        .toList();
                for (Future<Integer> one : reports) {
                    assertThat(one.get()).isEqualTo(200);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> ready(String run) {
        return stack.database.column("SELECT id FROM attempts WHERE run_id = ? AND state = 'READY'", run);
    }

    Held claim(String attempt) throws Exception {
        HttpResponse<String> answer =
                post(attempt, "claim", Map.of("worker_id", "bulk", "queue", queue, "claim_id", "claim-" + attempt));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode job = TestStack.JSON.readTree(answer.body());
        return new Held(attempt, job.path("lease_id").asString());
    }

    int report(Held held) throws Exception {
        return report(held, "done");
    }

    int report(Held held, String text) throws Exception {
        Map<String, Object> covered = new LinkedHashMap<>();
        covered.put("status", "completed");
        covered.put("output", Map.of("text", text));
        Map<String, Object> body = new LinkedHashMap<>(covered);
        body.put("lease_id", held.lease());
        body.put("result_sha256", Digests.canonicalSha256(TestStack.JSON.writeValueAsString(covered)));
        return post(held.attempt(), "result", body).statusCode();
    }

    private HttpResponse<String> post(String attempt, String call, Map<String, Object> body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(stack.stack.urls().gateway() + "/v1/attempts/" + attempt + "/" + call))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(TestStack.JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
