package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.RunDoor;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The sweep at work, with short times. */
@DirtiesContext // its sweep must not look after the runs of other tests
@TestPropertySource(
        properties = {
            "ferrumdeck.roles=api,bridge",
            "ferrumdeck.sweep.interval=50ms",
            "ferrumdeck.sweep.stalled-after=200ms",
            "ferrumdeck.sweep.watch-every=400ms",
            "ferrumdeck.sweep.outbox-age=100ms"
        })
class SweepTest extends ControlTestBase {
    private static final String ONE =
            "{name: one, steps: [{id: look, type: tool, tool: orders.lookup, input: {id: x}, timeout_seconds: 1}]}";

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", RedisForTests::url);
    }

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    @Test
    void a_step_that_takes_too_long_expires() {
        RunDriver run = run(ONE, Map.of()).start();
        claim(attemptId(run, "look", 1), "tool");
        Awaitility.await()
                .untilAsserted(() -> assertThat(text(
                                "SELECT state || ' ' || coalesce(outcome->>'code', '') FROM attempts WHERE run_id = ? AND attempt = 1",
                                run.id()))
                        .isEqualTo("EXPIRED timeout"));
        deliver(run);
        assertThat(text("SELECT state FROM steps WHERE run_id = ?", run.id())).isEqualTo("running");
    }

    @Test
    void an_attempt_that_no_worker_takes_expires() {
        RunDriver run = run(ONE, Map.of()).start();
        execute("UPDATE attempts SET queue_deadline = clock_timestamp() WHERE run_id = ?", run.id());
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(text("SELECT state FROM attempts WHERE run_id = ? AND attempt = 1", run.id()))
                                .isEqualTo("EXPIRED"));
    }

    @Test
    void a_row_of_the_outbox_that_was_left_behind_is_delivered() {
        RunDriver run = run(ONE, Map.of()).start();
        execute("INSERT INTO outbox (run_id, kind, body) VALUES (?, 'pause', '{\"by\": \"key_ops\"}')", run.id());
        Awaitility.await()
                .untilAsserted(() -> assertThat(door.signals.get(run.id())).contains("pause"));
        assertThat(count("SELECT count(*) FROM outbox WHERE run_id = ?", run.id()))
                .isZero();
    }

    @Test
    void a_run_that_stands_still_is_nudged() {
        RunDriver run = run(ONE, Map.of()).start();
        execute("UPDATE attempts SET state = 'SUCCEEDED' WHERE run_id = ?", run.id());
        Awaitility.await()
                .untilAsserted(() -> assertThat(door.signals.get(run.id())).contains("nudge"));
    }

    @Test
    void a_run_whose_workflow_was_terminated_comes_to_its_end() {
        RunDriver run = run(ONE, Map.of()).start();
        door.standings.put(run.id(), RunDoor.Standing.TERMINATED);
        Awaitility.await()
                .untilAsserted(() -> assertThat(text("SELECT status FROM runs WHERE id = ?", run.id()))
                        .isEqualTo("cancelled"));
        assertThat(text("SELECT state FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo("CANCELLED");
        assertThat(text("SELECT state FROM steps WHERE run_id = ?", run.id())).isEqualTo("cancelled");
    }

    @Test
    void a_step_whose_tries_are_used_up_becomes_a_dead_letter() {
        RunDriver run = run(
                        "{name: one, steps: [{id: look, type: tool, tool: orders.lookup, input: {id: x},"
                                + " retry: {max_attempts: 1}}]}",
                        Map.of())
                .start();
        claim(attemptId(run, "look", 1), "tool");
        execute("UPDATE attempts SET lease_expires_at = clock_timestamp() WHERE run_id = ?", run.id());
        deliver(run);
        assertThat(text("SELECT code FROM dead_letters WHERE run_id = ? AND step_path = 'look'", run.id()))
                .isEqualTo("lease-expired");
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("failed");
    }

    @Test
    void an_attempt_that_was_never_rung_for_is_rung_for_once_redis_is_back() {
        doorbell.away = true;
        RunDriver run = run(ONE, Map.of()).start();
        String attempt = attemptId(run, "look", 1);
        assertThat(doorbell.ringsFor(attempt)).isZero();
        doorbell.away = false;
        Awaitility.await()
                .untilAsserted(() -> assertThat(doorbell.ringsFor(attempt)).isPositive());
    }
}
