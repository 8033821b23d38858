package dev.ferrumdeck.stacktests;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.ServerUnreachable;
import dev.ferrumdeck.localstack.LocalStack;
import dev.ferrumdeck.localstack.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole stack, once for all tests of the JVM: real PostgreSQL, Redis, Temporal, gateway and worker as processes, with
 * leases of 3 s so that lost workers are noticed soon.
 */
final class TestStack {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static TestStack shared;

    final LocalStack stack;
    final FerrumdeckClient client;
    final Database database;
    final Witness witness;
    final OtlpReceiver spans;
    final Path home;

    private TestStack(Path home) throws IOException {
        this.home = home;
        this.witness = new Witness(home.resolve("witness.jsonl"));
        this.spans = OtlpReceiver.start();
        Path scenarios = Files.createDirectories(home.resolve("scripted"));
        Scripts.write(scenarios);
        Path mcp = home.resolve("test-mcp.json");
        Files.writeString(mcp, JSON.writeValueAsString(mcpServers()));
        Map<String, String> workerEnv = new LinkedHashMap<>(telemetry());
        workerEnv.put("FERRUMDECK_MCP_CONFIG", mcp.toString());
        workerEnv.put("FERRUMDECK_SCRIPTED_DIR", scenarios.toString());
        workerEnv.put("OPENAI_API_KEY", "not-a-key");
        workerEnv.put("OPENAI_BASE_URL", "http://127.0.0.1:9/v1");
        this.stack = LocalStack.start(Options.forTest(home)
                .withLease(Duration.ofSeconds(3))
                .withGatewayEnv(telemetry())
                .withWorkerEnv(workerEnv));
        this.client = client(stack.urls().gateway());
        this.database = new Database(stack.urls().postgres());
        Registered.everything(client);
    }

    static synchronized TestStack shared() {
        if (shared == null) {
            try {
                TestStack started = new TestStack(Files.createTempDirectory("ferrumdeck-it"));
                Runtime.getRuntime().addShutdownHook(new Thread(started.stack::close));
                shared = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    FerrumdeckClient client(String server) {
        return FerrumdeckClient.of(URI.create(server), stack.adminKey());
    }

    private Map<String, String> telemetry() {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "500");
    }

    private Map<String, Object> mcpServers() {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        server.put(
                "args",
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToolServer.class.getName()));
        server.put("env", Map.of("WITNESS", witness.file().toString()));
        Map<String, Object> junk =
                Map.of("command", "/bin/sh", "args", List.of("-c", "while read line; do echo junk; done"));
        return Map.of("mcpServers", Map.of("t", server, "junk", junk));
    }

    /** Starts a run of a workflow definition and answers its id. */
    String start(String workflow, Map<String, ?> input) {
        return start(client, "workflow", workflow, input);
    }

    String startAgent(String agent, String message) {
        return start(client, "agent", agent, Map.of("message", message));
    }

    static String start(FerrumdeckClient client, String kind, String name, Map<String, ?> input) {
        ObjectNode request = JSON.createObjectNode();
        request.put(kind, name);
        request.set("input", JSON.valueToTree(input));
        return client.startRun(request).path("id").asString();
    }

    /** The run when it is over; a gateway that is being started again is waited for. */
    JsonNode await(String run) {
        JsonNode[] over = new JsonNode[1];
        Awaitility.await("end of " + run)
                .atMost(Duration.ofSeconds(120))
                .ignoreException(ServerUnreachable.class)
                .until(() -> {
                    over[0] = client.awaitOver(run, Duration.ofSeconds(5));
                    return FerrumdeckClient.isOver(over[0]);
                });
        return over[0];
    }

    String statusOf(String run) {
        return await(run).path("status").asString();
    }
}
