package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.ToolInput;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does tool calls, of tools that are still what was registered and decided on. Safe to share. */
public final class ToolActor implements Actor, AutoCloseable {
    private final ToolServers servers;
    private final Duration callTimeout;
    private final Spans spans;

    public ToolActor(McpSettings settings, Spans spans) {
        this.servers = new ToolServers(settings);
        this.callTimeout = settings.callTimeout();
        this.spans = spans;
    }

    @Override
    public String type() {
        return "tool";
    }

    @Override
    public Prepared prepare(Assignment assignment) {
        ToolInput input = Json.convert(assignment.input(), ToolInput.class);
        ToolClient client = servers.client(input.server());
        Duration limit = callTimeout.compareTo(assignment.limit()) < 0 ? callTimeout : assignment.limit();
        try {
            check(client, input, assignment.toolVersionHash());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WorkFailed.transientError(ErrorCode.CANCELLED, "told to stop before the call; nothing was done");
        }
        String key = assignment.job().idempotencyKey();
        return () -> {
            Span span = spans.tool(input.tool());
            return Spans.inside(
                    span, () -> new Done(client.call(input.serverTool(), input.arguments(), meta(key), limit), null));
        };
    }

    private static void check(ToolClient client, ToolInput input, String granted) throws InterruptedException {
        ListedTool listed = client.tools().stream()
                .filter(tool -> tool.name().equals(input.serverTool()))
                .findFirst()
                .orElseThrow(() -> WorkFailed.terminal(
                        ErrorCode.TOOL_CHANGED,
                        "server " + input.server() + " lists no tool " + input.serverTool() + " any more; nothing was"
                                + " done. Register the tool again if this is wanted"));
        if (!listed.hash().equals(granted)) {
            throw WorkFailed.terminal(
                    ErrorCode.TOOL_CHANGED,
                    "tool " + input.tool()
                            + " is not what was registered: its name, description or schema changed (now "
                            + listed.hash() + ", granted " + granted + "); nothing was done. Review it, then register"
                            + " the new version");
        }
    }

    private static Map<String, Object> meta(String idempotencyKey) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(Telemetry.MCP_IDEMPOTENCY_KEY, idempotencyKey);
        Spans.traceparent().ifPresent(parent -> meta.put(Telemetry.TRACEPARENT, parent));
        return meta;
    }

    @Override
    public void close() {
        servers.close();
    }
}
