package dev.ferrumdeck.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.worker.settings.GatewaySettings;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.settings.Misconfigured;
import dev.ferrumdeck.worker.settings.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class WorkerSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({GatewaySettings.class, IntakeSettings.class, LlmSettings.class, McpSettings.class})
    @Import(WorkerParts.SecretConverter.class)
    static class Settings {}

    @Test
    void defaults() {
        runner.run(context -> {
            IntakeSettings intake = context.getBean(IntakeSettings.class);
            assertThat(intake)
                    .isEqualTo(new IntakeSettings(
                            "redis://127.0.0.1:6379",
                            List.of("llm", "tool"),
                            "java",
                            8,
                            Duration.ofSeconds(25),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(15)));
            assertThat(context.getBean(GatewaySettings.class).server()).isEqualTo(URI.create("http://127.0.0.1:8080"));
            assertThat(context.getBean(LlmSettings.class).openaiBaseUrl()).isEqualTo("https://api.openai.com/v1");
            assertThat(context.getBean(McpSettings.class).callTimeout()).isEqualTo(Duration.ofMinutes(10));
        });
    }

    @Test
    void names() {
        runner.withPropertyValues(
                        "REDIS_URL=rediss://cache:6380",
                        "FERRUMDECK_SERVER=https://deck.example.com",
                        "FERRUMDECK_API_KEY=fd_live_x",
                        "FERRUMDECK_QUEUES=llm, gpu",
                        "FERRUMDECK_WORKER_POOL=gpu-pool",
                        "FERRUMDECK_WORKER_CONCURRENCY=3",
                        "FERRUMDECK_WORKER_FENCE=2500ms",
                        "FERRUMDECK_MCP_CONFIG=/etc/mcp.json",
                        "FERRUMDECK_SCRIPTED_DIR=/srv/scenarios",
                        "OPENAI_API_KEY=sk-a",
                        "OPENAI_BASE_URL=http://localhost:1/v1",
                        "ANTHROPIC_API_KEY=sk-b",
                        "ANTHROPIC_BASE_URL=http://localhost:2/v1")
                .run(context -> {
                    IntakeSettings intake = context.getBean(IntakeSettings.class);
                    assertThat(intake.redisUrl()).isEqualTo("rediss://cache:6380");
                    assertThat(intake.queues()).containsExactly("llm", "gpu");
                    assertThat(intake.pool()).isEqualTo("gpu-pool");
                    assertThat(intake.concurrency()).isEqualTo(3);
                    assertThat(intake.fence()).isEqualTo(Duration.ofMillis(2500));
                    GatewaySettings gateway = context.getBean(GatewaySettings.class);
                    assertThat(gateway.key().reveal()).isEqualTo("fd_live_x");
                    assertThat(gateway.toString()).doesNotContain("fd_live_x");
                    LlmSettings llm = context.getBean(LlmSettings.class);
                    assertThat(llm.openaiApiKey().reveal()).isEqualTo("sk-a");
                    assertThat(llm.anthropicBaseUrl()).isEqualTo("http://localhost:2/v1");
                    assertThat(llm.scriptedDir()).isEqualTo(Path.of("/srv/scenarios"));
                    assertThat(llm.toString()).doesNotContain("sk-");
                    assertThat(context.getBean(McpSettings.class).config()).isEqualTo(Path.of("/etc/mcp.json"));
                });
    }

    @Test
    void a_key_is_read_from_its_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("worker.key");
        Files.writeString(file, "fd_live_y\n");
        GatewaySettings settings =
                new GatewaySettings(URI.create("http://h"), Secret.NONE, file, Duration.ofSeconds(1));
        assertThat(settings.key().reveal()).isEqualTo("fd_live_y");
    }

    @Test
    void mistakes_name_the_setting() {
        assertThatThrownBy(() -> gateway("http://h").key())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("FERRUMDECK_API_KEY");
        assertThatThrownBy(() -> gateway("h:8080")).hasMessageContaining("FERRUMDECK_SERVER");
        assertThatThrownBy(() -> intake(List.of(" "), "java", 1)).hasMessageContaining("FERRUMDECK_QUEUES");
        assertThatThrownBy(() -> intake(List.of("a"), "Java!", 1)).hasMessageContaining("FERRUMDECK_WORKER_POOL");
        assertThatThrownBy(() -> intake(List.of("a"), "java", 0)).hasMessageContaining("FERRUMDECK_WORKER_CONCURRENCY");
    }

    private static GatewaySettings gateway(String server) {
        return new GatewaySettings(URI.create(server), Secret.NONE, null, Duration.ofSeconds(1));
    }

    private static IntakeSettings intake(List<String> queues, String pool, int concurrency) {
        Duration second = Duration.ofSeconds(1);
        return new IntakeSettings("redis://h", queues, pool, concurrency, second, second, second);
    }
}
