package dev.ferrumdeck.stacktests;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real MCP server over stdio, in a process of its own, whose witness log says what it was really asked: one JSON line a
 * call, written before anything is answered.
 */
public final class ToolServer {
    /** What the server offers: name, description, schema; also what the tests register. */
    static final Map<String, Tool> TOOLS = tools();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ToolServer() {}

    record Tool(String description, Map<String, Object> schema) {}

    private static Map<String, Tool> tools() {
        Map<String, Tool> tools = new LinkedHashMap<>();
        tools.put("echo", new Tool("Answers with its text", object(Map.of("text", "string"), "text")));
        tools.put("slow", new Tool("Takes its time", object(Map.of("ms", "integer", "key", "string"), "ms")));
        tools.put("once", new Tool("Has an effect", object(Map.of("ms", "integer", "key", "string"), "ms", "key")));
        tools.put(
                "flaky",
                new Tool("Fails the first times", object(Map.of("key", "string", "failures", "integer"), "key")));
        tools.put("range", new Tool("Lists numbers", object(Map.of("n", "integer"), "n")));
        tools.put("crash", new Tool("Ends its process", object(Map.of())));
        tools.put("hang", new Tool("Never answers", object(Map.of())));
        tools.put("danger", new Tool("Must never be called", object(Map.of("text", "string"))));
        return tools;
    }

    private static Map<String, Object> object(Map<String, String> properties, String... required) {
        Map<String, Object> types = new LinkedHashMap<>();
        properties.keySet().stream().sorted().forEach(name -> types.put(name, Map.of("type", properties.get(name))));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", types);
        schema.put("required", List.of(required));
        return schema;
    }

    public static void main(String[] args) throws InterruptedException {
        var transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper());
        var server = McpServer.sync(transport)
                .serverInfo("stack-tests", "1")
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build());
        TOOLS.forEach((name, tool) -> {
            var listed = McpSchema.Tool.builder(name, tool.schema())
                    .description(tool.description())
                    .build();
            server.toolCall(listed, (exchange, request) -> call(request));
        });
        server.build();
        Thread.currentThread().join();
    }

    private static McpSchema.CallToolResult call(McpSchema.CallToolRequest request) {
        Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
        witness(request, arguments);
        try {
            return switch (request.name()) {
                case "slow", "once" -> {
                    TimeUnit.MILLISECONDS.sleep(((Number) arguments.getOrDefault("ms", 0)).longValue());
                    yield text("done", null);
                }
                case "flaky" -> flaky(arguments);
                case "range" -> {
                    int n = ((Number) arguments.get("n")).intValue();
                    yield text(
                            n + " numbers",
                            Map.of("items", IntStream.range(0, n).boxed().toList()));
                }
                case "crash" -> {
                    Runtime.getRuntime().halt(3);
                    yield text("", null);
                }
                case "hang" -> {
                    Thread.currentThread().join();
                    yield text("", null);
                }
                default -> text(String.valueOf(arguments.get("text")), null);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return text("interrupted", null);
        }
    }

    private static McpSchema.CallToolResult flaky(Map<String, Object> arguments) {
        Path counter = witnessFile().resolveSibling("flaky-" + arguments.get("key"));
        try {
            int before = Files.exists(counter) ? Integer.parseInt(Files.readString(counter)) : 0;
            Files.writeString(counter, Integer.toString(before + 1));
            boolean fails = before < ((Number) arguments.getOrDefault("failures", 1)).intValue();
            return McpSchema.CallToolResult.builder()
                    .addTextContent(fails ? "not yet" : "now")
                    .isError(fails)
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static McpSchema.CallToolResult text(String text, Object structured) {
        var result = McpSchema.CallToolResult.builder().addTextContent(text);
        return (structured == null ? result : result.structuredContent(structured)).build();
    }

    private static Path witnessFile() {
        return Path.of(System.getenv("WITNESS"));
    }

    private static synchronized void witness(McpSchema.CallToolRequest request, Map<String, Object> arguments) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("tool", request.name());
        line.put("arguments", arguments);
        line.put("meta", request.meta() == null ? Map.of() : request.meta());
        try {
            Files.write(
                    witnessFile(),
                    (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
