package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ResourceLink;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes our records out of the SDK's, and what servers really answer out of what they should. */
final class Results {
    private static final Set<String> KNOWN = Set.of("text", "image", "audio", "resource", "resource_link");

    private Results() {}

    /** A result in which every part is one that the SDK knows; what it would stumble over becomes text that says so. */
    @SuppressWarnings("NullAway") // plain JSON has nulls
    static Map<String, Object> readable(Map<?, ?> result) {
        Map<String, Object> readable = new LinkedHashMap<>();
        result.forEach((name, value) -> readable.put(String.valueOf(name), value));
        Object content = readable.get("content");
        readable.put(
                "content",
                content instanceof List<?> parts
                        ? parts.stream().map(Results::part).toList()
                        : List.of());
        if (!(readable.get("isError") instanceof Boolean)) {
            readable.remove("isError");
        }
        if (!(readable.get("_meta") instanceof Map<?, ?>)) {
            readable.remove("_meta");
        }
        return readable;
    }

    private static Object part(Object part) {
        if (part instanceof Map<?, ?> map && KNOWN.contains(String.valueOf(map.get("type"))) && isWhole(map)) {
            return map;
        }
        String kind = part instanceof Map<?, ?> map ? String.valueOf(map.get("type")) : "unknown";
        return Map.of("type", "text", "text", "[" + LastWords.oneLine(kind) + " content, not shown]");
    }

    private static boolean isWhole(Map<?, ?> part) {
        try {
            return McpJsonDefaults.getMapper().convertValue(part, Content.class) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    static ListedTool listed(Tool tool) {
        String description = tool.description() == null ? "" : tool.description();
        Map<String, Object> schema = tool.inputSchema() == null ? Map.of("type", "object") : tool.inputSchema();
        ToolAnnotations said = tool.annotations();
        boolean readOnly = said != null && Boolean.TRUE.equals(said.readOnlyHint());
        boolean destructive = !readOnly && (said == null || !Boolean.FALSE.equals(said.destructiveHint()));
        boolean idempotent = said != null && Boolean.TRUE.equals(said.idempotentHint());
        return new ListedTool(
                tool.name(),
                description,
                schema,
                tool.outputSchema(),
                new ListedTool.Hints(readOnly, destructive, idempotent));
    }

    /**
     * What a tool answered.
     *
     * @param outputSchema what it promised of its structured answer, or null
     * @param errorsMean what an answer of this tool that says it is an error says of its effect
     */
    static ToolOutput output(
            String tool, CallToolResult result, @Nullable Map<String, Object> outputSchema, ErrorsMean errorsMean) {
        String text = result.content() == null
                ? ""
                : result.content().stream().map(Results::text).collect(Collectors.joining("\n"));
        if (Boolean.TRUE.equals(result.isError())) {
            throw failed(text.isBlank() ? "tool " + tool + " failed and did not say why" : text, errorsMean);
        }
        Object structured = result.structuredContent();
        String words = text.isEmpty() && structured != null ? Json.write(structured) : text;
        String shown = words.isEmpty() && structured == null ? "(the tool answered with no content)" : words;
        String doubt = doubt(structured, outputSchema);
        return new ToolOutput(doubt.isEmpty() ? shown : shown + "\n" + doubt, structured);
    }

    private static WorkFailed failed(String words, ErrorsMean errorsMean) {
        return switch (errorsMean) {
            // the tool answered, so nothing is uncertain; whether to try again is for the plan of the step
            case DONE -> WorkFailed.terminal(ErrorCode.TOOL_FAILED, words);
            case NOT_DONE -> WorkFailed.transientError(ErrorCode.TOOL_FAILED, words);
            case UNKNOWN -> WorkFailed.midway(ErrorCode.TOOL_FAILED, words);
        };
    }

    private static String doubt(@Nullable Object structured, @Nullable Map<String, Object> outputSchema) {
        if (outputSchema == null) {
            return "";
        }
        if (structured == null) {
            return "[the tool promised a structured answer and gave none]";
        }
        try {
            var checked = McpJsonDefaults.getSchemaValidator().validate(outputSchema, structured);
            return checked.valid()
                    ? ""
                    : "[the structured answer does not fit the tool's output schema: "
                            + LastWords.oneLine(String.valueOf(checked.errorMessage())) + "]";
        } catch (RuntimeException e) {
            return "[the tool's output schema cannot be used: " + LastWords.oneLine(Faults.words(e)) + "]";
        }
    }

    private static String text(Content content) {
        if (content instanceof TextContent text) {
            return text.text() == null ? "" : text.text();
        }
        if (content instanceof EmbeddedResource resource && resource.resource() instanceof TextResourceContents text) {
            return text.text() == null ? "" : text.text();
        }
        if (content instanceof ResourceLink link) {
            return "[" + link.name() + "](" + link.uri() + ")";
        }
        return "[" + content.type() + " content, not shown]";
    }
}
