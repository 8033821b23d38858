package dev.ferrumdeck.demo.tools;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tool of a demonstration server.
 *
 * @param server the name of its server
 * @param name its name on the server
 * @param properties JSON Schema of each argument; all are required
 * @param nature what it does to the world
 */
record Tool(String server, String name, String description, Map<String, Object> properties, Nature nature, Body body) {
    private static final String KEY = "dev.ferrumdeck/idempotency-key";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What it says of itself. */
    enum Nature {
        READS,
        WRITES_ONCE_PER_KEY,
        DESTROYS
    }

    /** Does the work of a call. */
    @FunctionalInterface
    interface Body {
        /** @return the structured result */
        Map<String, Object> run(Call call);
    }

    /**
     * A call.
     *
     * @param key what the caller gave as idempotency key; null when it gave none
     */
    record Call(Map<String, Object> arguments, @Nullable String key) {
        String text(String name) {
            return String.valueOf(arguments.get(name));
        }
    }

    /** A refusal that the caller is told. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /** The tool for the MCP server; each call is witnessed before anything else happens. */
    SyncToolSpecification specification(WitnessLog witness) {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                properties.keySet().stream().sorted().toList(),
                "additionalProperties",
                false);
        ToolAnnotations hints = ToolAnnotations.builder()
                .readOnlyHint(nature == Nature.READS)
                .destructiveHint(nature == Nature.DESTROYS)
                .idempotentHint(nature != Nature.DESTROYS)
                .build();
        return SyncToolSpecification.builder()
                .tool(io.modelcontextprotocol.spec.McpSchema.Tool.builder(name, schema)
                        .description(description)
                        .annotations(hints)
                        .build())
                .callHandler((exchange, request) -> answer(witness, request))
                .build();
    }

    private CallToolResult answer(WitnessLog witness, CallToolRequest request) {
        Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
        Object key = request.meta() == null ? null : request.meta().get(KEY);
        Call call = new Call(arguments, key == null ? null : key.toString());
        witness.add(WitnessLog.What.CALL, server + "." + name, arguments, call.key());
        try {
            Map<String, Object> result = body.run(call);
            return CallToolResult.builder()
                    .addTextContent(JSON.writeValueAsString(result))
                    .structuredContent(result)
                    .isError(false)
                    .build();
        } catch (Refused e) {
            return CallToolResult.builder()
                    .addTextContent(String.valueOf(e.getMessage()))
                    .isError(true)
                    .build();
        }
    }
}
