package dev.ferrumdeck.worker.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferrumdeck.worker.settings.HealthSettings;
import dev.ferrumdeck.worker.settings.Misconfigured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * {@code GET /health} on the loopback address: 200 when every check is well, else 503, with a line for each problem. Starts
 * after everything else.
 */
public final class HealthEndpoint implements SmartLifecycle {
    private final int port;
    private final List<HealthCheck> checks;
    private volatile @Nullable HttpServer server;

    public HealthEndpoint(HealthSettings settings, List<HealthCheck> checks) {
        this.port = settings.port();
        this.checks = List.copyOf(checks);
    }

    @Override
    public void start() {
        if (port == 0) {
            return;
        }
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            started.createContext("/health", this::answer);
            started.start();
            server = started;
        } catch (IOException e) {
            throw new Misconfigured("FERRUMDECK_WORKER_HEALTH_PORT " + port + " cannot be used: " + e.getMessage());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String problems = checks.stream()
                .flatMap(check -> check.problem().map(it -> check.name() + ": " + it).stream())
                .collect(Collectors.joining("\n"));
        byte[] body = (problems.isEmpty() ? "healthy" : problems).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(problems.isEmpty() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void stop() {
        HttpServer running = server;
        server = null;
        if (running != null) {
            running.stop(0);
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
