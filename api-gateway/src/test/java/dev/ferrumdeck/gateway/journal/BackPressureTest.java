package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.gateway.delivery.QueueRoom;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A stream that is too long gets no more: attempts wait in PostgreSQL. */
@DirtiesContext
@TestPropertySource(properties = "ferrumdeck.dispatch.high-water-mark=3")
class BackPressureTest extends ControlTestBase {
    private static final String ON_NARROW =
            "{name: one, steps: [{id: look, type: tool, tool: orders.lookup, input: {id: x}, queue: narrow}]}";

    @Autowired
    private QueueRoom room;

    @Autowired
    private RedisBridge redis;

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", RedisForTests::url);
    }

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    @Test
    void an_attempt_for_a_full_queue_is_opened_but_not_rung_for() {
        RunDriver before = run(ON_NARROW, Map.of()).start();
        assertThat(doorbell.ringsFor(attemptId(before, "look", 1))).isEqualTo(1);

        redis.doorbell()
                .ring(List.of(
                        new Ring("narrow", "att_1", null),
                        new Ring("narrow", "att_2", null),
                        new Ring("narrow", "att_3", null)));
        Awaitility.await().until(() -> !room.hadRoom("narrow"));
        assertThat(room.hasRoom("narrow")).isFalse();

        RunDriver waits = run(ON_NARROW, Map.of()).start();
        String attempt = attemptId(waits, "look", 1);
        assertThat(doorbell.ringsFor(attempt)).isZero();
        assertThat(text("SELECT state FROM attempts WHERE id = ?", attempt)).isEqualTo("READY");
        assertThat(count("SELECT count(*) FROM attempts WHERE id = ? AND rung_at IS NULL", attempt))
                .as("left to the sweep")
                .isEqualTo(1);
    }
}
