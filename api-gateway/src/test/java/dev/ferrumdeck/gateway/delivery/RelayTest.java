package dev.ferrumdeck.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.GatewayTestDatabase;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

class RelayTest {
    private static final GatewayTestDatabase DATABASE = GatewayTestDatabase.create();
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final JdbcClient jdbc = DATABASE.jdbc();
    private final Door door = new Door();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final OutboxStore store = new OutboxStore(jdbc);
    private final Parking parking = new Parking(
            store, provider(RunEnding.class, (run, why) -> ended.add(run + " " + why)), new SimpleMeterRegistry());
    private final Relay relay = new Relay(store, new Messenger(provider(RunDoor.class, door), Json.mapper()), parking);
    private final Outbox outbox = new Outbox(jdbc, Json.mapper(), relay);
    private final String run = "run_" + RUNS.incrementAndGet();

    private static <T> org.springframework.beans.factory.ObjectProvider<T> provider(Class<T> type, T bean) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("it", bean);
        return beans.getBeanProvider(type);
    }

    @AfterEach
    void stop() {
        relay.destroy();
    }

    private static Event.Outcome outcome(int attempt) {
        return Event.Outcome.of("step", attempt, OutcomeStatus.COMPLETED);
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM outbox WHERE run_id = ?")
                .param(run)
                .query(Long.class)
                .single();
    }

    @Test
    void what_gathers_during_a_delivery_goes_together_in_the_next() {
        door.gate = new Semaphore(0);
        outbox.add(run, Outbox.OUTCOME, outcome(1));
        await().until(() -> door.entered.get() == 1);
        for (int i = 2; i <= 5; i++) {
            outbox.add(run, Outbox.OUTCOME, outcome(i));
        }
        door.gate.release(100);
        await().until(() -> rows() == 0);
        assertThat(door.batches).hasSize(2);
        assertThat(door.batches.get(0)).containsExactly(outcome(1));
        assertThat(door.batches.get(1)).containsExactly(outcome(2), outcome(3), outcome(4), outcome(5));
        assertThat(door.most.get()).isEqualTo(1);
    }

    @Test
    void a_door_that_fails_is_tried_until_it_opens_and_nothing_is_lost() {
        door.failures.set(3);
        outbox.add(run, Outbox.OUTCOME, outcome(1));
        outbox.add(run, Outbox.OUTCOME, outcome(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> rows() == 0);
        assertThat(door.batches.stream().flatMap(List::stream)).containsExactly(outcome(1), outcome(2));
    }

    @Test
    void a_row_that_is_refused_for_good_is_parked_and_those_behind_it_are_delivered() {
        door.refused = 2;
        door.gate = new Semaphore(0);
        outbox.add(run, Outbox.OUTCOME, outcome(9));
        await().until(() -> door.entered.get() == 1);
        for (int i = 1; i <= 3; i++) {
            outbox.add(run, Outbox.OUTCOME, outcome(i));
        }
        door.gate.release(100);
        await().until(() -> rows() == 1);
        assertThat(door.batches.stream().flatMap(List::stream)).containsExactly(outcome(9), outcome(1), outcome(3));
        assertThat(jdbc.sql("SELECT parked_why FROM outbox WHERE run_id = ?")
                        .param(run)
                        .query(String.class)
                        .single())
                .contains("too large");
        assertThat(ended).singleElement().asString().contains(run).contains("payload-too-large");
    }

    @Test
    void a_row_that_cannot_be_read_is_parked() {
        jdbc.sql("INSERT INTO outbox (run_id, kind, body) VALUES (?, 'outcome', '{\"type\": \"outcome\","
                        + " \"status\": \"NO\"}')")
                .param(run)
                .update();
        outbox.add(run, Outbox.OUTCOME, outcome(1));
        await().until(() -> rows() == 1);
        assertThat(door.batches).containsExactly(List.of(outcome(1)));
    }

    @Test
    void a_cancel_overtakes_what_cannot_be_delivered() {
        door.gate = new Semaphore(0);
        outbox.add(run, Outbox.OUTCOME, outcome(1));
        await().until(() -> door.entered.get() == 1);
        outbox.add(run, Outbox.CANCEL, java.util.Map.of("by", "ann"));
        await().until(() -> door.signals.contains("cancel by ann"));
        assertThat(rows()).isEqualTo(1);
        door.gate.release(100);
    }

    @Test
    void rows_of_a_run_that_is_gone_go() {
        door.answer = RunDoor.Delivery.RUN_GONE;
        outbox.add(run, Outbox.OUTCOME, outcome(1));
        await().until(() -> rows() == 0);
    }

    @Test
    void words_of_people_go_as_signals_that_carry_the_id_of_their_row() {
        outbox.add(run, Outbox.PAUSE, java.util.Map.of("by", "key_1"));
        outbox.add(run, Outbox.CANCEL, java.util.Map.of("by", "key_1", "reason", "enough"));
        await().until(() -> rows() == 0);
        assertThat(door.signals)
                .hasSize(2)
                .anyMatch(signal -> signal.startsWith("pause [{by=key_1, id=sig_"))
                .contains("cancel by key_1: enough");
    }

    @Test
    void the_id_of_an_update_names_exactly_its_rows() {
        OutboxRow one = new OutboxRow(1, Outbox.OUTCOME, "{}");
        OutboxRow two = new OutboxRow(2, Outbox.OUTCOME, "{}");
        OutboxRow three = new OutboxRow(3, Outbox.OUTCOME, "{}");
        assertThat(new Batch(List.of(one, three)).updateId())
                .isNotEqualTo(new Batch(List.of(one, two, three)).updateId());
        assertThat(new Batch(List.of(one, two)).updateId()).isEqualTo(new Batch(List.of(one, two)).updateId());
    }

    @Test
    void a_batch_is_bounded_and_back_off_doubles_to_ten_seconds() {
        List<OutboxRow> rows = java.util.stream.LongStream.range(0, 300)
                .mapToObj(id -> new OutboxRow(id, Outbox.OUTCOME, "x".repeat(100)))
                .toList();
        assertThat(Batch.next(rows).rows()).hasSize(Batch.MAX_ROWS);
        List<OutboxRow> large = List.of(
                new OutboxRow(1, Outbox.OUTCOME, "é".repeat(100_000)),
                new OutboxRow(2, Outbox.OUTCOME, "é".repeat(100_000)));
        assertThat(Batch.next(large).rows()).hasSize(1);
        assertThat(Relay.backoff(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(Relay.backoff(3)).isEqualTo(Duration.ofMillis(800));
        assertThat(Relay.backoff(50)).isEqualTo(Duration.ofSeconds(10));
    }

    /** A door that can be slow, broken or of another mind. */
    private static final class Door implements RunDoor {
        final List<List<Event.Outcome>> batches = new CopyOnWriteArrayList<>();
        final List<String> signals = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger entered = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        volatile Semaphore gate = new Semaphore(1_000);
        volatile int refused = -1;
        volatile Delivery answer = Delivery.TAKEN;

        @Override
        public Delivery outcomes(String runId, String updateId, List<Event.Outcome> outcomes) {
            entered.incrementAndGet();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                gate.acquireUninterruptibly();
                if (outcomes.stream().anyMatch(it -> it.attempt() == refused)) {
                    throw new Undeliverable("too large", new IllegalArgumentException());
                }
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("Workflow Task in failed state");
                }
                batches.add(outcomes);
                return answer;
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public Delivery signal(String runId, String name, Object... arguments) {
            signals.add(name + " " + List.of(arguments));
            return answer;
        }

        @Override
        public Delivery cancel(String runId, String reason) {
            signals.add("cancel " + reason);
            return answer;
        }

        @Override
        public Standing standing(String runId) {
            return Standing.OPEN;
        }
    }
}
