package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.worker.work.WorkFailed;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One live connection to a server; broken once and for all when it breaks. Safe to share. */
final class Connection {
    private static final Duration LONGEST_REQUEST = Duration.ofHours(1);
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration PING = Duration.ofSeconds(2);

    private final Breakage words;
    private final McpAsyncClient client;
    private final CompletableFuture<WorkFailed> broken = new CompletableFuture<>();
    private volatile @Nullable List<Tool> tools;

    private Connection(String name, ServerConfig config, Duration timeout) {
        this.words = new Breakage(name, config);
        this.client = McpClient.async(transport(name, config, timeout))
                .clientInfo(Implementation.builder("ferrumdeck-worker", "1").build())
                .initializationTimeout(timeout.plus(SLACK))
                .requestTimeout(LONGEST_REQUEST)
                .toolsChangeConsumer(changed -> {
                    tools = List.copyOf(changed);
                    return Mono.empty();
                })
                .build();
    }

    /**
     * Connects.
     *
     * @throws WorkFailed when there is no server, or it does not introduce itself in time
     */
    static Connection open(String name, ServerConfig config, Duration timeout) throws InterruptedException {
        Connection connection = new Connection(name, config, timeout);
        try {
            connection.await(connection.client.initialize(), timeout);
            return connection;
        } catch (TimeoutException e) {
            var unused = connection.close();
            throw connection.words.noIntroduction(timeout.toMillis());
        } catch (ExecutionException e) {
            var unused = connection.close();
            throw connection.words.cannotStart(e);
        } catch (WorkFailed | InterruptedException e) {
            var unused = connection.close();
            throw e;
        }
    }

    private McpClientTransport transport(String name, ServerConfig config, Duration timeout) {
        if (config.url() == null) {
            return new StdioServer(name, config, new BreakIt());
        }
        URI url = URI.create(config.url());
        String base = url.getScheme() + "://" + url.getRawAuthority();
        String path = config.url().substring(base.length());
        return HttpClientStreamableHttpTransport.builder(base)
                .endpoint(path.isEmpty() ? "/mcp" : path)
                .connectTimeout(timeout)
                .addHttpRequestCustomizer((request, method, endpoint, body, context) ->
                        config.headers().forEach(request::setHeader))
                .build();
    }

    private final class BreakIt implements StdioServer.Alarms {
        @Override
        public void cannotStart(Throwable cause) {
            broken.complete(words.cannotStart(cause));
        }

        @Override
        public void ended() {
            broken.complete(words.ended());
        }

        @Override
        public void rubbish() {
            broken.complete(words.rubbish());
        }
    }

    /** The tools, asked for once and again after the server said that they changed. */
    List<Tool> tools(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        List<Tool> known = tools;
        if (known == null) {
            known = List.copyOf(await(client.listTools(), limit).tools());
            tools = known;
        }
        return known;
    }

    CallToolResult call(CallToolRequest request, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return await(client.callTool(request), limit);
    }

    /** Whether the server is still of use: not broken, and it answers a ping. */
    boolean alive() throws InterruptedException {
        if (isBroken()) {
            return false;
        }
        try {
            await(client.ping(), PING);
            return true;
        } catch (ExecutionException | TimeoutException | WorkFailed e) {
            return false;
        }
    }

    boolean isBroken() {
        return broken.isDone();
    }

    private <T> T await(Mono<T> answer, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> future = answer.toFuture();
        try {
            CompletableFuture.anyOf(future, broken).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (future.isDone()) {
                return future.get();
            }
            throw broken.get();
        } finally {
            future.cancel(true);
        }
    }

    /** Begins to close it, and the server with it when we started it. */
    CompletableFuture<Void> close() {
        broken.complete(words.ended());
        return client.closeGracefully().onErrorComplete().toFuture();
    }
}
