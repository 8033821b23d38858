package dev.ferrumdeck.worker.mcp;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A server that we start ourselves. Adds to the SDK's transport what it lacks: the process inherits nothing of the
 * worker's environment, and its end or its rubbish is noticed at once instead of at the next time-out.
 */
final class StdioServer extends StdioClientTransport {
    private static final Logger log = LoggerFactory.getLogger(StdioServer.class);

    private final String name;
    private final Alarms alarms;

    /** Who is told when the server cannot be started, when it ends, and when it talks rubbish. */
    interface Alarms {
        void cannotStart(Throwable cause);

        void ended();

        void rubbish();
    }

    StdioServer(String name, ServerConfig config, Alarms alarms) {
        super(parameters(config), new StrictMapper(McpJsonDefaults.getMapper(), alarms::rubbish));
        this.name = name;
        this.alarms = alarms;
        setStdErrorHandler(line -> log.debug("{}: {}", name, line));
    }

    private static ServerParameters parameters(ServerConfig config) {
        return ServerParameters.builder(String.valueOf(config.command()))
                .args(config.args())
                .env(config.env())
                .build();
    }

    @Override
    protected ProcessBuilder getProcessBuilder() {
        ProcessBuilder builder = super.getProcessBuilder();
        builder.environment().clear();
        return builder;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return super.connect(handler).doOnSuccess(connected -> watch()).doOnError(alarms::cannotStart);
    }

    private void watch() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        awaitForExit();
                    } catch (RuntimeException e) {
                        log.debug("stopped watching tool server {}: {}", name, e.getMessage());
                    }
                    alarms.ended();
                },
                "mcp-exit-" + name);
        watcher.setDaemon(true);
        watcher.start();
    }
}
