package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes our records out of the SDK's. */
final class Results {
    private Results() {}

    static ListedTool listed(Tool tool) {
        String description = tool.description() == null ? "" : tool.description();
        Map<String, Object> schema = tool.inputSchema() == null ? Map.of("type", "object") : tool.inputSchema();
        ToolAnnotations said = tool.annotations();
        boolean readOnly = said != null && Boolean.TRUE.equals(said.readOnlyHint());
        boolean destructive = !readOnly && (said == null || !Boolean.FALSE.equals(said.destructiveHint()));
        boolean idempotent = said != null && Boolean.TRUE.equals(said.idempotentHint());
        return new ListedTool(
                tool.name(), description, schema, new ListedTool.Hints(readOnly, destructive, idempotent));
    }

    static ToolOutput output(String tool, CallToolResult result) {
        String text = result.content() == null
                ? ""
                : result.content().stream().map(Results::text).collect(Collectors.joining("\n"));
        if (Boolean.TRUE.equals(result.isError())) {
            // the tool answered, so nothing is uncertain; whether to try again is for the plan of the step
            throw WorkFailed.transientError(
                    ErrorCode.TOOL_FAILED, text.isBlank() ? "tool " + tool + " failed and did not say why" : text);
        }
        Object structured = result.structuredContent();
        return new ToolOutput(text.isEmpty() && structured != null ? Json.write(structured) : text, structured);
    }

    private static String text(Content content) {
        if (content instanceof TextContent text) {
            return text.text() == null ? "" : text.text();
        }
        if (content instanceof EmbeddedResource resource && resource.resource() instanceof TextResourceContents text) {
            return text.text() == null ? "" : text.text();
        }
        return "[" + content.type() + " content, not shown]";
    }
}
