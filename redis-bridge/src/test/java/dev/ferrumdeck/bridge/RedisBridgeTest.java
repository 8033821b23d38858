package dev.ferrumdeck.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisBridgeTest {
    private static TestRedis redis;
    private RedisBridge bridge;
    private StreamReader reader;
    private RedisLink admin;

    @BeforeAll
    static void start() {
        redis = new TestRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        admin = new RedisLink(RedisAddress.parse(redis.url()), Duration.ofSeconds(2));
        admin.await(admin.commands().flushall());
        bridge = RedisBridge.to(redis.url());
        reader = bridge.reader(List.of("llm", "tool"), "java-1");
    }

    @AfterEach
    void disconnect() {
        reader.close();
        bridge.close();
        admin.close();
    }

    @Test
    void a_ring_is_read_with_its_trace_and_gone_after_the_acknowledgement() {
        assertThat(bridge.doorbell()
                        .ring(List.of(new Ring("tool", "att_1", "00-abc-def-01")))
                        .complete())
                .isTrue();

        List<Delivery> found = reader.read(8);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).attemptId()).isEqualTo("att_1");
        assertThat(found.get(0).queue()).isEqualTo("tool");
        assertThat(found.get(0).traceparent()).isEqualTo("00-abc-def-01");
        assertThat(bridge.health().of("tool").pending()).isEqualTo(1);
        reader.acknowledge(found.get(0));
        reader.acknowledge(found.get(0));
        assertThat(bridge.health().of("tool").length()).isZero();
        assertThat(bridge.health().of("tool").pending()).isZero();
    }

    @Test
    void a_ring_before_any_reader_is_not_lost() {
        bridge.doorbell().ring(List.of(new Ring("llm", "att_1", null)));
        assertThat(bridge.health().of("llm").lag()).isEqualTo(1);

        assertThat(readAll(1)).extracting(Delivery::attemptId).containsExactly("att_1");
    }

    @Test
    void a_reader_takes_no_more_than_it_has_slots_for() {
        bridge.doorbell().ring(many("tool", 10));
        bridge.doorbell().ring(many("llm", 10));

        for (int free = 1; free <= 4; free++) {
            assertThat(reader.read(free)).hasSizeLessThanOrEqualTo(free);
        }
        assertThat(readAll(20 - 10)).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void a_crowded_reader_still_reads_every_queue_in_turn() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_tool", null), new Ring("llm", "att_llm", null)));

        List<Delivery> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            found.addAll(reader.read(1));
            return found.size() == 2;
        });

        assertThat(found).extracting(Delivery::attemptId).containsExactlyInAnyOrder("att_tool", "att_llm");
    }

    @Test
    void an_entry_left_lying_is_taken_over_by_somebody_else() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null)));
        reader.read(8);

        try (StreamReader other = bridge.reader(List.of("tool"), "java-2")) {
            assertThat(other.takeOver(8, Duration.ofSeconds(15))).isEmpty();
            assertThat(other.takeOver(8, Duration.ZERO))
                    .extracting(Delivery::attemptId)
                    .containsExactly("att_1");
        }
    }

    @Test
    void deleted_entries_are_skipped_and_forgotten_at_takeover() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null), new Ring("tool", "att_2", null)));
        List<Delivery> read = reader.read(8);
        admin.await(admin.commands().xdel(bytes("fd:q:tool"), read.get(0).entryId()));

        assertThat(reader.takeOver(8, Duration.ZERO))
                .extracting(Delivery::attemptId)
                .containsExactly("att_2");
        assertThat(bridge.health().of("tool").pending()).isEqualTo(1);
    }

    @Test
    void reading_goes_on_after_flushall() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null)));
        reader.acknowledge(reader.read(8).get(0));

        admin.await(admin.commands().flushall());
        bridge.doorbell().ring(List.of(new Ring("tool", "att_2", null)));

        assertThat(readAll(1)).extracting(Delivery::attemptId).containsExactly("att_2");
        assertThat(reader.takeOver(8, Duration.ZERO)).hasSize(1);
    }

    @Test
    void reading_goes_on_after_the_group_was_destroyed_or_the_stream_deleted() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null)));
        reader.acknowledge(reader.read(8).get(0));

        admin.await(admin.commands().xgroupDestroy(bytes("fd:q:tool"), bytes("workers")));
        bridge.doorbell().ring(List.of(new Ring("tool", "att_2", null)));
        assertThat(readAll(1)).extracting(Delivery::attemptId).containsExactly("att_2");

        admin.await(admin.commands().del(bytes("fd:q:tool")));
        bridge.doorbell().ring(List.of(new Ring("tool", "att_3", null)));
        assertThat(readAll(1)).extracting(Delivery::attemptId).containsExactly("att_3");
    }

    @Test
    void what_is_no_message_of_ours_comes_without_an_attempt() {
        reader.read(2);
        admin.await(admin.commands().xadd(bytes("fd:q:tool"), bytes("v"), bytes("9"), bytes("a"), bytes("att_1")));

        assertThat(readAll(1)).extracting(Delivery::attemptId).containsExactly("");
    }

    @Test
    void health_names_consumers_and_queues_and_orphans_go_only_when_nothing_is_pending() {
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null)));
        Delivery held = readAll(1).get(0);

        StreamHealth health = bridge.health();
        assertThat(health.queues()).containsExactly("llm", "tool");
        assertThat(health.of("tool").consumers())
                .extracting(ConsumerHealth::name)
                .containsExactly("java-1");
        assertThat(health.of("tool").oldestAge()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(health.removeOrphans("tool", Duration.ZERO)).isZero();

        reader.acknowledge(held);
        assertThat(health.removeOrphans("tool", Duration.ofHours(1))).isZero();
        assertThat(health.removeOrphans("tool", Duration.ZERO)).isEqualTo(1);
        assertThat(health.of("nosuch")).isEqualTo(QueueHealth.empty("nosuch"));
    }

    @Test
    void a_reader_that_closes_leaves_the_group() {
        StreamReader leaving = bridge.reader(List.of("tool"), "java-9");
        bridge.doorbell().ring(List.of(new Ring("tool", "att_1", null)));
        leaving.acknowledge(leaving.read(1).get(0));

        leaving.close();

        assertThat(bridge.health().of("tool").consumers()).isEmpty();
    }

    @Test
    void thousand_rings_travel_at_once() {
        assertThat(bridge.doorbell().ring(many("tool", 1000)).complete()).isTrue();
        assertThat(bridge.health().of("tool").length()).isEqualTo(1000);
        assertThat(bridge.rung()).isEqualTo(1000);
    }

    private List<Delivery> readAll(int atLeast) {
        List<Delivery> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            found.addAll(reader.read(8));
            return found.size() >= atLeast;
        });
        return found;
    }

    private static List<Ring> many(String queue, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Ring(queue, "att_" + queue + i, null))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
