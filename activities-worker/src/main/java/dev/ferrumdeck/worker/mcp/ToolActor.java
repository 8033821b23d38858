package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.ToolInput;
import dev.ferrumdeck.worker.health.HealthCheck;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does tool calls, of tools that are still what was registered and decided on. Safe to share. */
public final class ToolActor implements Actor, HealthCheck, AutoCloseable {
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
        ToolServer server = servers.server(input.server());
        Duration limit = callTimeout.compareTo(assignment.limit()) < 0 ? callTimeout : assignment.limit();
        String effect = assignment.job().effect();
        ListedTool tool;
        Turns.Turn turn;
        try {
            turn = server.turn(assignment.slot(), limit);
        } catch (InterruptedException e) {
            throw stopped();
        }
        try {
            tool = check(server.tools(!effect.equals("none"), limit), input, assignment.toolVersionHash());
        } catch (InterruptedException e) {
            turn.close();
            throw stopped();
        } catch (WorkFailed e) {
            turn.close();
            throw e;
        }
        return new Call(server, tool, input, assignment, limit, turn);
    }

    /** A call that only needs to be made. */
    private final class Call implements Prepared {
        private final ToolServer server;
        private final ListedTool tool;
        private final ToolInput input;
        private final Assignment assignment;
        private final Duration limit;
        private final Turns.Turn turn;

        Call(
                ToolServer server,
                ListedTool tool,
                ToolInput input,
                Assignment assignment,
                Duration limit,
                Turns.Turn turn) {
            this.server = server;
            this.tool = tool;
            this.input = input;
            this.assignment = assignment;
            this.limit = limit;
            this.turn = turn;
        }

        @Override
        public Done act() throws InterruptedException {
            Span span = spans.tool(input.tool());
            boolean once = assignment.job().effect().equals("once");
            try (turn) {
                return Spans.inside(span, () -> {
                    var meta = meta(assignment.job().idempotencyKey());
                    return new Done(server.call(tool, input.arguments(), meta, once, limit), null);
                });
            }
        }

        @Override
        public void drop() {
            turn.close();
        }
    }

    private static WorkFailed stopped() {
        Thread.currentThread().interrupt();
        return WorkFailed.transientError(ErrorCode.CANCELLED, "told to stop before the call; nothing was done");
    }

    private static ListedTool check(List<ListedTool> tools, ToolInput input, String granted) {
        ListedTool listed = tools.stream()
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
        return listed;
    }

    private static Map<String, Object> meta(String idempotencyKey) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(Telemetry.MCP_IDEMPOTENCY_KEY, idempotencyKey);
        Spans.traceparent().ifPresent(parent -> meta.put(Telemetry.TRACEPARENT, parent));
        return meta;
    }

    @Override
    public String name() {
        return "tool servers";
    }

    @Override
    public Optional<String> problem() {
        return servers.unusable().isEmpty()
                ? Optional.empty()
                : Optional.of(servers.unusable().entrySet().stream()
                        .map(bad -> bad.getKey() + ": " + bad.getValue())
                        .collect(Collectors.joining("; ")));
    }

    @Override
    public void close() {
        servers.close();
    }
}
