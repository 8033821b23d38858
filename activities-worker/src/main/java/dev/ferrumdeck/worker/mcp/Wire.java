package dev.ferrumdeck.worker.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * A way to a server that keeps account of each request: what goes wrong with one fails that one, at once, with a {@link
 * Fault}. What is no message is skipped. Safe to share.
 */
abstract class Wire implements McpClientTransport {
    private static final Logger log = LoggerFactory.getLogger(Wire.class);
    /** Marks errors that are ours; a server cannot make one, because its data is never a {@link Fault}. */
    static final int OURS = -39_000;

    private static final String PROGRESS_TOKEN = "progressToken";

    final String server;
    private final Map<Object, String> waiting = new ConcurrentHashMap<>();
    private final Map<Object, Object> calls = new ConcurrentHashMap<>();
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler = Function.identity();

    Wire(String server) {
        this.server = server;
    }

    /** Starts or reaches the server. */
    abstract void begin();

    /** Hands a message on; what goes wrong is told to {@link #fail}. Does not wait for an answer. */
    abstract void send(JSONRPCMessage message, String json);

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> answers) {
        handler = answers;
        return Mono.fromRunnable(this::begin);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> {
            if (message instanceof JSONRPCRequest request) {
                waiting.put(request.id(), request.method());
                if (request.params() instanceof CallToolRequest call && call.meta() != null) {
                    Object token = call.meta().get(PROGRESS_TOKEN);
                    if (token != null) {
                        calls.put(token, request.id());
                    }
                }
            }
            send(message, write(message));
        });
    }

    private static String write(JSONRPCMessage message) {
        try {
            return McpJsonDefaults.getMapper().writeValueAsString(message);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * A message came in.
     *
     * @return whether it was one
     */
    boolean received(String text) {
        Object value;
        try {
            value = JsonLines.read(text);
        } catch (JacksonException e) {
            return refuse(text, e);
        }
        if (!(value instanceof Map<?, ?> message) || !McpSchema.JSONRPC_VERSION.equals(message.get("jsonrpc"))) {
            return false;
        }
        Object id = message.get("id");
        if (message.get("method") instanceof String method) {
            pass(
                    id == null
                            ? new JSONRPCNotification(method, message.get("params"))
                            : new JSONRPCRequest(method, id, message.get("params")));
            return true;
        }
        return id != null && answered(id, message);
    }

    /** A line that cannot be read may still be somebody's answer: then that call has failed, and no other. */
    private boolean refuse(String text, JacksonException e) {
        for (Object id : waiting.keySet()) {
            if (text.contains("\"id\":\"" + id + "\"") || text.contains("\"id\": \"" + id + "\"")) {
                fail(id, new Fault(Fault.Kind.UNREADABLE, "its answer cannot be read: " + e.getOriginalMessage()));
                return true;
            }
        }
        return false;
    }

    private boolean answered(Object id, Map<?, ?> message) {
        if (!waiting.containsKey(id)) {
            log.debug("tool server {} answered what nobody asked, or asked no longer", server);
            return true;
        }
        if (message.get("error") instanceof Map<?, ?> error) {
            Integer code = error.get("code") instanceof Number number ? number.intValue() : 0;
            String words = error.get("message") instanceof String said ? said : String.valueOf(error.get("message"));
            settle(JSONRPCResponse.error(id, new JSONRPCError(code, words, null)));
        } else if (message.get("result") instanceof Map<?, ?> result) {
            settle(JSONRPCResponse.result(id, result));
        } else {
            fail(id, new Fault(Fault.Kind.UNREADABLE, "its answer has neither a result nor an error"));
        }
        return true;
    }

    private void settle(JSONRPCResponse response) {
        if (waiting.remove(response.id()) != null) {
            calls.values().remove(response.id());
            pass(response);
        }
    }

    private void pass(JSONRPCMessage message) {
        var unused = handler.apply(Mono.just(message)).onErrorComplete().subscribe();
    }

    /** One request has failed. */
    void fail(@Nullable Object id, Fault fault) {
        if (id != null && waiting.containsKey(id)) {
            settle(JSONRPCResponse.error(id, new JSONRPCError(OURS, fault.message(), fault)));
        }
    }

    /** Whatever is under way has failed. */
    void failAll(Fault fault) {
        waiting.keySet().forEach(id -> fail(id, fault));
    }

    boolean isWaiting(Object id) {
        return waiting.containsKey(id);
    }

    /** Nobody waits any longer for the call that was made with this progress token: the server is told. */
    void abandon(String token, String why) {
        Object id = calls.remove(token);
        if (id != null && waiting.remove(id) != null) {
            var cancelled = new JSONRPCNotification("notifications/cancelled", Map.of("requestId", id, "reason", why));
            var unused = sendMessage(cancelled).onErrorComplete().subscribe();
        }
    }

    /** What makes a call known to {@link #abandon}, as part of its {@code _meta}. */
    static Map<String, Object> known(String token) {
        return Map.of(PROGRESS_TOKEN, token);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        boolean ofCall = type.getType().equals(CallToolResult.class);
        Object readable = ofCall && data instanceof Map<?, ?> result ? Results.readable(result) : data;
        return McpJsonDefaults.getMapper().convertValue(readable, type);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");
    }
}
