package dev.ferrumdeck.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.worker.intake.Intake;
import dev.ferrumdeck.worker.settings.Misconfigured;
import dev.ferrumdeck.worker.testing.FakeGateway;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(60)
class WorkerApplicationTest {
    @Test
    void starts_does_a_model_call_and_stops(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("hello.yaml"), "- {text: Hello., usage: {input_tokens: 5, output_tokens: 2}}");
        Job job = Jobs.llm(Map.of(
                "provider",
                "scripted",
                "model",
                "hello",
                "max_tokens",
                10,
                "messages",
                List.of(Map.of("role", "user", "content", "Hi"))));
        try (TestRedis redis = new TestRedis();
                FakeGateway gateway = new FakeGateway();
                RedisBridge bridge = RedisBridge.to(redis.url())) {
            String worker;
            try (ConfigurableApplicationContext context = SpringApplication.run(
                    WorkerApplication.class,
                    "--REDIS_URL=" + redis.url(),
                    "--FERRUMDECK_SERVER=" + gateway.settings().server(),
                    "--FERRUMDECK_API_KEY=fd_test_key",
                    "--management.opentelemetry.tracing.export.otlp.endpoint="
                            + gateway.settings().server() + "/v1/traces",
                    "--FERRUMDECK_SCRIPTED_DIR=" + folder)) {
                worker = context.getBean(Intake.class).workerId();
                gateway.offer(job);
                bridge.doorbell().ring(List.of(new Ring("llm", job.attemptId(), null)));
                await().atMost(Duration.ofSeconds(20)).until(() -> gateway.results.containsKey(job.attemptId()));
            }
            ResultRequest result = Objects.requireNonNull(gateway.results.get(job.attemptId()));
            assertThat(result.status()).isEqualTo("completed");
            assertThat(result.output()).asString().contains("Hello.");
            assertThat(gateway.claims.get(0).workerId()).isEqualTo(worker);
            assertThat(bridge.health().of("llm").consumers()).isEmpty();
            assertThat(gateway.traces)
                    .anySatisfy(body -> assertThat(new String(body, StandardCharsets.ISO_8859_1))
                            .contains("chat hello"));
        }
    }

    @Test
    void does_not_start_without_a_key() {
        assertThatThrownBy(() -> SpringApplication.run(WorkerApplication.class, "--FERRUMDECK_API_KEY="))
                .hasRootCauseInstanceOf(Misconfigured.class)
                .hasStackTraceContaining("FERRUMDECK_API_KEY_FILE");
    }
}
