package dev.ferrumdeck.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.testing.FakeActor;
import dev.ferrumdeck.worker.testing.FakeGateway;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.testing.TestRedis;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker whose key the gateway does not take eats nobody's entries. */
@Timeout(60)
class RefusedKeyTest {

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_queue_that_refuses_the_key_is_read_no_more_and_its_entries_stay(int status) {
        FakeActor tool = new FakeActor("tool");
        FakeActor llm = new FakeActor("llm");
        try (TestRedis redis = new TestRedis();
                RedisBridge bridge = RedisBridge.to(redis.url());
                FakeGateway gateway = new FakeGateway()) {
            Intake intake = new Intake(
                    settings(redis),
                    new GatewayHttp(gateway.settings()),
                    List.of(tool, llm),
                    new Spans(OpenTelemetry.noop()));
            gateway.failNext("claim", status);
            intake.start();
            ring(bridge, "tool", Jobs.attemptId());
            await().until(() -> intake.problem().orElse("").contains("queue tool is not read"));
            assertThat(intake.problem().orElseThrow()).contains("key");

            ring(bridge, "tool", Jobs.attemptId());

            Job call = Jobs.llm(Map.of("provider", "scripted"));
            gateway.offer(call);
            ring(bridge, "llm", call.attemptId());
            await().until(() -> gateway.results.containsKey(call.attemptId()));
            await().during(Duration.ofMillis(300))
                    .until(() -> gateway.claims.size() == 1
                            && bridge.health().of("tool").length() == 2);
            intake.stop();
        }
    }

    private static IntakeSettings settings(TestRedis redis) {
        Duration brief = Duration.ofSeconds(1);
        return new IntakeSettings(redis.url(), List.of("llm", "tool"), "java", 2, brief, brief, Duration.ofSeconds(15));
    }

    private static void ring(RedisBridge bridge, String queue, String attempt) {
        bridge.doorbell().ring(List.of(new Ring(queue, attempt, null)));
    }
}
