package dev.ferrumdeck.worker.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One introduction to a server, and the calls made under it. What one call meets is no other call's. Safe to share. */
final class Session {
    private static final Duration LONGEST_REQUEST = Duration.ofHours(24);
    private static final int MOST_PAGES = 100;
    private static final int MOST_TOOLS = 5_000;

    private final Wire wire;
    private final McpAsyncClient client;
    private volatile @Nullable List<Tool> announced;

    Session(Wire wire, Duration startup) {
        this.wire = wire;
        this.client = McpClient.async(wire)
                .clientInfo(Implementation.builder("ferrumdeck-worker", "1").build())
                .initializationTimeout(startup.plusSeconds(5))
                .requestTimeout(LONGEST_REQUEST)
                .toolsChangeConsumer(changed -> {
                    announced = null;
                    return Mono.empty();
                })
                .build();
    }

    /** @throws ExecutionException when there is no server, or it is none */
    void introduce(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        var said = await(client.initialize(), limit);
        if (wire instanceof HttpWire http && said.protocolVersion() != null) {
            http.agreed(said.protocolVersion());
        }
    }

    /** Whether the server said that it tells when its tools change. */
    boolean announcesChanges() {
        var capabilities = client.getServerCapabilities();
        return capabilities != null
                && capabilities.tools() != null
                && Boolean.TRUE.equals(capabilities.tools().listChanged());
    }

    /** The tools since the server last said that they changed; null when they must be asked for. */
    @Nullable
    List<Tool> known() {
        return announced;
    }

    /** Asks for all pages of the list, within one limit; a server that turns in circles is told from one that is long. */
    List<Tool> list(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        List<Tool> tools = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES && tools.size() <= MOST_TOOLS; page++) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            ListToolsResult answer = await(client.listTools(cursor == null ? McpSchema.FIRST_PAGE : cursor), left);
            tools.addAll(answer.tools() == null ? List.of() : answer.tools());
            cursor = answer.nextCursor();
            if (cursor == null || cursor.isEmpty()) {
                List<Tool> all = List.copyOf(tools);
                announced = all;
                return all;
            }
            if (!cursors.add(cursor)) {
                throw endless("its list of tools comes back to the page " + LastWords.oneLine(cursor));
            }
        }
        throw endless("its list of tools does not end: " + tools.size() + " tools so far");
    }

    private static ExecutionException endless(String what) {
        return new ExecutionException(new CannotReach(what, new IllegalStateException(what)));
    }

    /** Calls a tool; when nobody waits any longer, the server is told so. */
    CallToolResult call(String tool, Map<String, Object> arguments, Map<String, Object> meta, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        String token = "call-" + UUID.randomUUID();
        Map<String, Object> known = new LinkedHashMap<>(meta);
        known.putAll(Wire.known(token));
        CallToolRequest request =
                CallToolRequest.builder(tool).arguments(arguments).meta(known).build();
        boolean answered = false;
        try {
            CallToolResult result = await(client.callTool(request), limit);
            answered = true;
            return result;
        } catch (ExecutionException e) {
            answered = true;
            throw e;
        } finally {
            if (!answered) {
                wire.abandon(token, "nobody waits for it any longer");
            }
        }
    }

    private static <T> T await(Mono<T> answer, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> future = answer.toFuture();
        try {
            return future.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } finally {
            future.cancel(true);
        }
    }

    /** What a server that we started wrote last to its standard error. */
    String lastWords() {
        return wire instanceof ProcessWire process ? process.lastWords() : "";
    }

    /** Ends it, and the process with all that it started when it is ours. */
    void close() {
        wire.failAll(new Fault(Fault.Kind.BROKEN, "the connection was closed"));
        wire.closeGracefully().block(Duration.ofSeconds(10));
        client.close();
    }
}
