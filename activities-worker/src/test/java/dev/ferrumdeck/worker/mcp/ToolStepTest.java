package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.intake.Intake;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.testing.FakeGateway;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.testing.SpanList;
import dev.ferrumdeck.worker.testing.TestMcpServer;
import dev.ferrumdeck.worker.testing.TestRedis;
import dev.ferrumdeck.worker.work.Json;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a ring in a real Redis, a claim, a real MCP server in a process of its own, a result. */
@Timeout(60)
class ToolStepTest {
    @TempDir
    Path folder;

    private final TestRedis redis = new TestRedis();
    private final FakeGateway gateway = new FakeGateway();
    private final SpanList spans = new SpanList();
    private RedisBridge bridge;
    private ToolActor actor;
    private Intake intake;
    private String hash;

    @BeforeEach
    void start() throws Exception {
        McpSettings settings = settings();
        actor = new ToolActor(settings, new Spans(spans.telemetry()));
        try (ToolServers servers = new ToolServers(settings)) {
            hash = servers.server("orders").tools(true, Duration.ofSeconds(30)).stream()
                    .filter(tool -> tool.name().equals("lookup"))
                    .map(ListedTool::hash)
                    .findFirst()
                    .orElseThrow();
        }
        bridge = RedisBridge.to(redis.url());
        intake = new Intake(
                new IntakeSettings(
                        redis.url(),
                        List.of("tool"),
                        "java",
                        2,
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15)),
                new GatewayHttp(gateway.settings()),
                List.of(actor),
                new Spans(spans.telemetry()));
        intake.start();
    }

    @AfterEach
    void stop() {
        intake.stop();
        actor.close();
        bridge.close();
        gateway.close();
        redis.close();
    }

    @Test
    void a_granted_call_reaches_the_server_once_and_its_answer_the_gateway() throws Exception {
        ResultRequest result = run("lookup", hash);

        assertThat(result.status()).isEqualTo("completed");
        assertThat(result.output()).isEqualTo(Map.of("text", "order 7 is open", "structured", Map.of("state", "open")));
        String witness = Files.readString(folder.resolve("witness"));
        assertThat(witness.lines()).hasSize(1);
        assertThat(witness)
                .contains("dev.ferrumdeck/idempotency-key=stp_1")
                .contains("traceparent=00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void the_spans_continue_the_trace_of_the_gateway() throws Exception {
        run("lookup", hash);

        await().until(() -> spans.named("attempt").isPresent());
        SpanData attempt = spans.named("attempt").orElseThrow();
        SpanData tool = spans.named("execute_tool orders.lookup").orElseThrow();
        assertThat(attempt.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(attempt.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(tool.getParentSpanId()).isEqualTo(attempt.getSpanId());
        assertThat(SpanList.attribute(tool, "gen_ai.tool.name")).isEqualTo("orders.lookup");
        assertThat(SpanList.attribute(attempt, "ferrumdeck.run.id")).isEqualTo("run_1");
        assertThat(SpanList.attribute(attempt, "ferrumdeck.ending")).isEqualTo("completed");
    }

    @Test
    void a_tool_that_changed_since_it_was_granted_is_not_called() {
        ResultRequest result = run("lookup", "0".repeat(64));

        assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo("tool-changed");
        assertThat(folder.resolve("witness")).doesNotExist();
    }

    @Test
    void a_tool_that_is_not_listed_is_not_called() {
        ResultRequest result = run("nosuch", hash);

        assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo("tool-changed");
        assertThat(result.error().message()).contains("nosuch");
    }

    @Test
    void discover_prints_specifications_ready_to_be_applied() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status =
                new Discover(settings(), new PrintStream(out), new PrintStream(err)).run(List.of("orders", "gone"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no tool server gone");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("name: \"orders.lookup\"")
                .contains("risk: \"read\"\neffect: \"none\"")
                .contains("name: \"orders.crash\"")
                .contains("risk: \"destructive\"\neffect: \"once\"");
    }

    private ResultRequest run(String tool, String grantedHash) {
        Job job = Jobs.tool(gateway, "orders", tool, grantedHash, "none", Map.of("id", "7"));
        gateway.offer(job);
        bridge.doorbell().ring(List.of(new Ring("tool", job.attemptId(), null)));
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.results.containsKey(job.attemptId()));
        return Objects.requireNonNull(gateway.results.get(job.attemptId()));
    }

    private McpSettings settings() throws IOException {
        Path file = folder.resolve("mcp.json");
        Map<String, Object> server = TestMcpServer.command(
                Map.of("WITNESS", folder.resolve("witness").toString()));
        Files.writeString(file, Json.write(Map.of("mcpServers", Map.of("orders", server))));
        return new McpSettings(file, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }
}
