package dev.ferrumdeck.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisOutageTest {
    @Test
    void ringing_reports_what_failed_and_goes_on_after_a_restart_that_lost_everything() {
        try (TestRedis redis = new TestRedis();
                RedisBridge bridge = RedisBridge.to(redis.url());
                StreamReader reader = bridge.reader(List.of("tool"), "java-1")) {
            assertThat(bridge.doorbell().ring(ring("att_1")).complete()).isTrue();
            assertThat(reader.read(4)).hasSize(1);

            redis.stop();
            assertThat(bridge.doorbell().ring(ring("att_2")).failed()).isEqualTo(ring("att_2"));
            assertThat(bridge.ringFailures()).isEqualTo(1);
            assertThat(bridge.ping()).isFalse();
            assertThatThrownBy(() -> reader.read(4)).isInstanceOf(RedisAway.class);

            redis.startAgain();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> bridge.doorbell().ring(ring("att_3")).complete());
            List<Delivery> found = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                found.addAll(reader.read(4));
                return !found.isEmpty();
            });
            assertThat(found).extracting(Delivery::attemptId).containsExactly("att_3");
        }
    }

    @Test
    void a_bridge_can_be_made_while_redis_is_away() {
        try (RedisBridge bridge = RedisBridge.to("redis://127.0.0.1:" + TestRedis.freePort())) {
            assertThat(bridge.ping()).isFalse();
            assertThat(bridge.doorbell().ring(ring("att_1")).complete()).isFalse();
            assertThatThrownBy(() -> bridge.health().of("tool")).isInstanceOf(RedisAway.class);
        }
    }

    private static List<Ring> ring(String attempt) {
        return List.of(new Ring("tool", attempt, null));
    }
}
