package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports that come twice, late, or from a worker that was given up: each is answered, none changes anything. */
class ZombieIT {
    private final TestStack stack = TestStack.shared();
    private final BulkWorker worker = new BulkWorker(stack, "bulk");

    private List<String> ready(String run) {
        return stack.database.column(
                "SELECT id FROM attempts WHERE run_id = ? AND state = 'READY' ORDER BY attempt", run);
    }

    private String firstReady(String run) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !ready(run).isEmpty());
        return ready(run).get(0);
    }

    private long spent(String run) {
        return stack.client
                .run(run)
                .path("budget")
                .path("spent")
                .path("tool_calls")
                .asLong();
    }

    @Test
    void the_same_result_again_is_a_replay_and_another_one_a_conflict_and_both_charge_nothing() throws Exception {
        String run = stack.start("one-bulk", Map.of());
        BulkWorker.Held held = worker.claim(firstReady(run));
        assertThat(worker.report(held)).isEqualTo(200);
        assertThat(worker.report(held)).isEqualTo(200);
        assertThat(worker.report(held, "something else")).isEqualTo(409);
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(spent(run)).isEqualTo(1);
        new Invariants(stack).hold(List.of(run));
    }

    @Test
    void a_worker_that_was_given_up_is_fenced_and_the_next_attempt_stands() throws Exception {
        String run = stack.start("one-bulk", Map.of());
        String first = firstReady(run);
        BulkWorker.Held zombie = worker.claim(first);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !ready(run).isEmpty() && !ready(run).contains(first));
        assertThat(worker.report(zombie)).isEqualTo(410);
        assertThat(worker.report(worker.claim(firstReady(run)))).isEqualTo(200);
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(stack.database.column("SELECT state FROM attempts WHERE run_id = ? ORDER BY attempt", run))
                .containsExactly("EXPIRED", "SUCCEEDED");
        new Invariants(stack).hold(List.of(run));
    }

    @Test
    void a_result_for_a_run_that_was_cancelled_is_refused() throws Exception {
        String run = stack.start("one-bulk", Map.of());
        BulkWorker.Held held = worker.claim(firstReady(run));
        stack.client.post("/v1/runs/" + run + "/cancel", Map.of());
        assertThat(stack.statusOf(run)).isEqualTo("cancelled");
        assertThat(worker.report(held)).isEqualTo(410);
        assertThat(stack.client.run(run).path("status").asString()).isEqualTo("cancelled");
        new Invariants(stack).hold(List.of(run));
    }
}
