package dev.ferrumdeck.demo.tools;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A demonstration server as the worker starts it: another JVM, spoken to over its standard input and output. */
final class ServerInAnotherJvm implements AutoCloseable {
    private final McpSyncClient client;

    ServerInAnotherJvm(String name, Path home, String... more) {
        List<String> words = new java.util.ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ToolServer.class.getName(),
                name,
                home.toString()));
        words.addAll(List.of(more));
        ServerParameters parameters = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args(words)
                .build();
        client = McpClient.sync(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()))
                .initializationTimeout(Duration.ofSeconds(60))
                .requestTimeout(Duration.ofSeconds(60))
                .build();
        client.initialize();
    }

    List<io.modelcontextprotocol.spec.McpSchema.Tool> tools() {
        return client.listTools().tools();
    }

    Set<String> toolNames() {
        return tools().stream()
                .map(io.modelcontextprotocol.spec.McpSchema.Tool::name)
                .collect(Collectors.toSet());
    }

    CallToolResult call(String tool, Map<String, Object> arguments, String key) {
        return client.callTool(CallToolRequest.builder(tool)
                .arguments(arguments)
                .meta(Map.of("dev.ferrumdeck/idempotency-key", key))
                .build());
    }

    static Map<?, ?> structured(CallToolResult result) {
        return result.structuredContent() instanceof Map<?, ?> map ? map : Map.of();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
