package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.RunStarter;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Neither Temporal nor Redis is there: the gateway starts and serves all the same. */
@DirtiesContext // its sweep must not look after the runs of other tests
@TestPropertySource(
        properties = {
            "ferrumdeck.roles=api,orchestrator,bridge",
            "spring.temporal.connection.target=127.0.0.1:1",
            "spring.data.redis.url=redis://127.0.0.1:1"
        })
class OutageTest extends GatewayWebTest {
    @Autowired
    @Qualifier("dev.ferrumdeck.gateway.delivery.TemporalRunStarter") // tests of runs put a fake in the place of the
    // default one
    private RunStarter starter;

    @Test
    void the_gateway_serves_while_temporal_and_redis_are_away() {
        String key = keys.worker(tenant(), "tool");
        starter.start("run_that_is_not_there");
        assertThat(get(key, "/v1/me").status()).isEqualTo(200);
        assertThat(post(
                                key,
                                "/v1/attempts/att_none/claim",
                                "{\"worker_id\":\"w\",\"queue\":\"tool\",\"claim_id\":\"c\"}")
                        .status())
                .isEqualTo(404);
        assertThat(get(key, "/v1/keys/grants").json().at("/keys").size()).isEqualTo(1);
    }
}
