package dev.ferrumdeck.gateway.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest extends GatewayWebTest {

    @Test
    void live_and_ready_need_no_key() {
        assertThat(get("", "/health/live").text("/status")).isEqualTo("live");
        Answer ready = get("", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text("/dependencies/postgres/status")).isEqualTo("up");
        assertThat(ready.text("/version")).isNotEmpty();
        assertThat(ready.text("/dependencies/postgres/detail")).isEmpty();
        assertThat(get(keys.key(tenant(), "viewer"), "/health/ready").text("/dependencies/postgres/detail"))
                .startsWith("18");
    }

    @Test
    void without_redis_and_temporal_it_is_degraded_and_still_serves() {
        Answer ready = get("", "/health/ready");
        assertThat(ready.text("/dependencies/redis/status")).isEqualTo("down");
        assertThat(ready.text("/dependencies/temporal/status")).isEqualTo("down");
        assertThat(ready.text("/status")).isEqualTo("degraded");
    }

    @Test
    void metrics_are_for_those_with_a_key() {
        assertThat(get("", "/metrics").status()).isEqualTo(401);
        Answer metrics = get(keys.key(tenant(), "viewer"), "/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).contains("jvm_memory_used_bytes").contains("hikaricp_connections");
    }

    @Test
    void a_dependency_that_hangs_or_fails_is_down_and_holds_nobody_up() {
        CountDownLatch never = new CountDownLatch(1);
        Checks checks = new Checks(
                List.of(check("slow", never::await), check("broken", () -> {
                    throw new IllegalStateException("secret address");
                })),
                work -> new Thread(work).start(),
                Duration.ofMillis(50));
        assertThat(checks.ask())
                .containsEntry("slow", new Readiness.Dependency("down", false, "no answer in time"))
                .containsEntry("broken", new Readiness.Dependency("down", false, "IllegalStateException"));
        never.countDown();
    }

    @Test
    void without_a_key_asking_often_asks_the_dependencies_once() {
        AtomicInteger asked = new AtomicInteger();
        HealthController health = new HealthController(List.of(check("counted", asked::incrementAndGet)));
        for (int i = 0; i < 1_000; i++) {
            health.ready(null);
        }
        assertThat(asked).hasValueLessThan(10);
        health.stop();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static ReadinessCheck check(String name, Work work) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String check() throws Exception {
                work.run();
                return "fine";
            }
        };
    }
}
