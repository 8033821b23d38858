package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks MCP through the official SDK. Safe to share. */
final class McpToolClient implements ToolClient {
    private static final Logger log = LoggerFactory.getLogger(McpToolClient.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    private final String server;
    private final ServerConfig config;
    private final Duration connectTimeout;
    private final Breakage words;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable Connection connection;

    McpToolClient(String server, ServerConfig config, Duration connectTimeout) {
        this.server = server;
        this.config = config;
        this.connectTimeout = connectTimeout;
        this.words = new Breakage(server, config);
    }

    @Override
    public List<ListedTool> tools() throws InterruptedException {
        Connection live = connect();
        try {
            return live.tools(connectTimeout).stream().map(Results::listed).toList();
        } catch (ExecutionException e) {
            throw failure(live, e);
        } catch (TimeoutException e) {
            drop(live);
            throw words.noIntroduction(connectTimeout.toMillis());
        } catch (WorkFailed e) {
            drop(live);
            throw e;
        }
    }

    @Override
    public ToolOutput call(String tool, Map<String, Object> arguments, Map<String, Object> meta, Duration limit)
            throws InterruptedException {
        Connection live = connect();
        CallToolRequest request =
                CallToolRequest.builder(tool).arguments(arguments).meta(meta).build();
        CallToolResult result;
        try {
            result = live.call(request, limit);
        } catch (ExecutionException e) {
            throw failure(live, e);
        } catch (TimeoutException e) {
            if (!live.alive()) {
                drop(live);
            }
            throw words.late(tool, limit.toMillis());
        } catch (WorkFailed e) {
            drop(live);
            throw e;
        }
        return Results.output(server + "/" + tool, result);
    }

    private WorkFailed failure(Connection live, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof McpError error && error.getJsonRpcError() != null) {
            JSONRPCError said = error.getJsonRpcError();
            if (said.code() == INVALID_PARAMS || said.code() == INTERNAL_ERROR) {
                return WorkFailed.terminal(ErrorCode.TOOL_FAILED, said.message());
            }
            return words.protocol(said.code(), said.message());
        }
        drop(live);
        return words.lost(cause);
    }

    private Connection connect() throws InterruptedException {
        Connection live = connection;
        if (live != null && !live.isBroken()) {
            return live;
        }
        connecting.lockInterruptibly();
        try {
            live = connection;
            if (live == null || live.isBroken()) {
                live = Connection.open(server, config, connectTimeout);
                connection = live;
                log.info("connected to tool server {}", server);
            }
            return live;
        } finally {
            connecting.unlock();
        }
    }

    private void drop(Connection live) {
        log.warn("dropping the connection to tool server {}; the next call makes a new one", server);
        var unused = live.close();
    }

    @Override
    public void close() {
        Connection live = connection;
        if (live == null) {
            return;
        }
        try {
            live.close().get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("tool server {} did not end in time", server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
