package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.localstack.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Processes die in the middle of runs: all runs finish, each outcome is accepted once, and every journal replays. */
class FaultsIT {
    private static final int RUNS = 12;

    private final TestStack stack = TestStack.shared();
    private final Approvals approvals = new Approvals(stack);
    private final Invariants invariants = new Invariants(stack);

    private List<String> start(int count) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(stack.start("three-slow", Map.of()));
        }
        return runs;
    }

    private void awaitInMotion(List<String> runs) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.database.count(
                                "SELECT count(*) FROM attempts WHERE run_id = ANY (?) AND state = 'SUCCEEDED'",
                                (Object) runs.toArray(new String[0]))
                        > 2);
    }

    private void finish(List<String> runs) {
        for (String run : runs) {
            assertThat(stack.statusOf(run)).as(run).isEqualTo("completed");
        }
        invariants.hold(runs);
    }

    private void survives(String part) {
        List<String> runs = start(RUNS);
        awaitInMotion(runs);
        stack.stack.part(part).kill();
        finish(runs);
    }

    @Test
    void a_burst_of_200_runs_with_one_worker_finishes() {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            runs.add(stack.start("flaky", Map.of("key", "burst-" + i, "failures", 0)));
        }
        finish(runs);
    }

    @Test
    void a_killed_worker_loses_nothing() {
        survives("worker");
    }

    @Test
    void a_killed_gateway_loses_nothing() {
        survives("gateway");
    }

    @Test
    void a_killed_redis_without_persistence_loses_nothing() {
        survives("redis");
    }

    @Test
    void a_killed_temporal_server_loses_nothing() {
        survives("temporal");
    }

    @Test
    void a_killed_postgres_loses_nothing() {
        survives("postgres");
    }

    @Test
    void two_gateways_of_which_one_is_frozen_for_20_seconds_agree() {
        Part second = stack.stack.startGateway("gateway-2");
        try {
            FerrumdeckClient other = stack.client(second.url().orElseThrow());
            List<String> runs = start(RUNS);
            for (int i = 0; i < RUNS; i++) {
                runs.add(TestStack.start(other, "workflow", "three-slow", Map.of()));
            }
            awaitInMotion(runs);
            second.pause();
            long thawAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() > thawAt);
            second.resume();
            finish(runs);
        } finally {
            second.stop();
        }
    }

    @Test
    void an_effect_once_whose_worker_died_while_acting_is_never_repeated_but_reconciled() {
        String key = "reconcile-" + System.nanoTime();
        String run = stack.start("one-once", Map.of("ms", 8000, "key", key));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.witness.calls("once").stream()
                        .anyMatch(
                                call -> call.arguments().path("key").asString().equals(key)));
        stack.stack.part("worker").kill();

        String approval = approvals.of(run);
        assertThat(stack.client.get("/v1/approvals/" + approval).path("kind").asString())
                .isEqualTo("reconcile");
        approvals.decide(approval, Map.of("decision", "happened", "result", Map.of("text", "it was paid")));
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        invariants.hold(List.of(run));
    }
}
