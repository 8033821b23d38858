package dev.ferrumdeck.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A server that we start ourselves, over its standard input and output. Lines that are no messages are logged and skipped;
 * its last words on standard error go with the news of its end.
 */
final class ProcessWire extends Wire {
    private static final Logger log = LoggerFactory.getLogger(ProcessWire.class);
    private static final int LONGEST_LINE = 64 * 1024 * 1024;

    /** A line to write, and whose it is. */
    private record Line(@Nullable Object id, String json) {}

    private final ServerConfig config;
    private final LastWords words = new LastWords();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final Runnable onEnd;
    private volatile @Nullable ServerProcess process;

    ProcessWire(String server, ServerConfig config, Runnable onEnd) {
        super(server);
        this.config = config;
        this.onEnd = onEnd;
    }

    @Override
    void begin() {
        try {
            ServerProcess started = ServerProcess.start(config);
            process = started;
            started.read(started.errors(), line -> {
                words.said(line);
                log.debug("{}: {}", server, line);
            });
            started.read(started.output(), this::line);
            started.thread("write", () -> write(started));
            started.onExit(status -> ended(status));
        } catch (IOException e) {
            throw new CannotReach(String.valueOf(e.getMessage()), e);
        }
    }

    private void line(String line) {
        if (line.length() > LONGEST_LINE) {
            failAll(new Fault(Fault.Kind.UNREADABLE, "it wrote a line of more than " + LONGEST_LINE + " characters"));
        } else if (!line.isBlank() && !received(line)) {
            log.info(
                    "tool server {} wrote a line to its standard output that is no MCP message, skipped: {}",
                    server,
                    LastWords.oneLine(line));
        }
    }

    @Override
    void send(JSONRPCMessage message, String json) {
        Object id = message instanceof JSONRPCRequest request ? request.id() : null;
        ServerProcess running = process;
        if (running == null || !running.isAlive()) {
            fail(id, new Fault(Fault.Kind.NOT_SENT, gone()));
            return;
        }
        lines.add(new Line(id, json));
    }

    private void write(ServerProcess running) throws InterruptedException {
        try (OutputStream input = running.input()) {
            while (running.isAlive()) {
                Line line = lines.take();
                // a call that nobody waits for any longer is not begun
                if (line.id() == null || isWaiting(line.id())) {
                    input.write((line.json() + "\n").getBytes(UTF_8));
                    input.flush();
                }
            }
        } catch (IOException e) {
            log.debug("tool server {} takes no more input: {}", server, e.getMessage());
        }
    }

    private void ended(int status) {
        failAll(new Fault(Fault.Kind.BROKEN, "it ended with status " + status + words.quoted()));
        onEnd.run();
    }

    private String gone() {
        return "it is not running" + words.quoted();
    }

    /** What it wrote last to its standard error, as the end of a sentence; empty when it wrote nothing. */
    String lastWords() {
        return words.quoted();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> {
            ServerProcess running = process;
            if (running != null) {
                running.end();
            }
        });
    }
}
