package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.delivery.RunDoor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A Temporal that does not know the runs: the wrong namespace, or a new server in the place of the old one. */
@DirtiesContext // its sweep must not look after the runs of other tests
@TestPropertySource(
        properties = {
            "ferrumdeck.roles=api,bridge",
            "ferrumdeck.sweep.interval=50ms",
            "ferrumdeck.sweep.stalled-after=300s",
            "ferrumdeck.sweep.watch-every=200ms"
        })
class MissingRunsTest extends ControlTestBase {
    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", RedisForTests::url);
    }

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
        door.otherwise = RunDoor.Standing.MISSING;
    }

    private double missing() {
        return meters.get("ferrumdeck.temporal.missing.runs").gauge().value();
    }

    @Test
    void runs_are_not_ended_by_a_temporal_that_knows_none_and_are_when_it_knows_the_others() {
        List<RunDriver> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            runs.add(run("{name: one, steps: [{id: a, type: tool, tool: orders.lookup, input: {id: x}}]}", Map.of())
                    .start());
        }
        await().until(() -> missing() > 30);
        assertThat(count("SELECT count(*) FROM runs WHERE tenant_id = ? AND ended_at IS NOT NULL", tenant))
                .isZero();
        door.standings.put(runs.get(0).id(), RunDoor.Standing.MISSING);
        door.otherwise = RunDoor.Standing.OPEN;
        await().untilAsserted(() -> assertThat(
                        text("SELECT status FROM runs WHERE id = ?", runs.get(0).id()))
                .isEqualTo("failed"));
        assertThat(count("SELECT count(*) FROM runs WHERE tenant_id = ? AND ended_at IS NOT NULL", tenant))
                .isEqualTo(1);
    }
}
