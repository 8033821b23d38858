package dev.ferrumdeck.gateway.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.gateway.testing.TestRuns;
import org.junit.jupiter.api.Test;

/** Redis is away in these tests: what PostgreSQL knows is shown all the same. */
class StandingTest extends GatewayWebTest {
    private static final String WORKER = "java-01K00000000000000000000000";

    @Test
    void queues_and_workers_are_shown_without_redis() {
        String tenant = tenant();
        String viewer = keys.key(tenant, "viewer");
        String run = RunRows.running(jdbc, tenant, "key_a");
        String attempt = TestRuns.leased(jdbc, tenant, run, "key_w");
        jdbc.sql("UPDATE attempts SET worker_id = :worker WHERE id = :id")
                .param("worker", WORKER)
                .param("id", attempt)
                .update();

        Answer queues = get(viewer, "/v1/queues");
        Answer workers = get(viewer, "/v1/workers");

        assertThat(queues.text("/data/0/queue")).isEqualTo("tool");
        assertThat(queues.json().at("/data/0/at_work").asInt()).isOne();
        assertThat(workers.text("/data/0/id")).isEqualTo(WORKER);
        assertThat(workers.text("/data/0/pool")).isEqualTo("java");
        assertThat(workers.json().at("/data/0/at_work").asInt()).isOne();
    }

    @Test
    void nothing_of_another_tenant_is_counted() {
        String theirs = tenant();
        TestRuns.leased(jdbc, theirs, RunRows.running(jdbc, theirs, "key_a"), "key_w");

        assertThat(get(keys.key(tenant(), "viewer"), "/v1/queues").json().path("data"))
                .isEmpty();
    }
}
