package dev.ferrumdeck.worker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferrumdeck.worker.work.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small MCP server over Streamable HTTP at {@code /tools/mcp}, which answers in plain JSON. */
public final class HttpMcpServer implements AutoCloseable {
    private final HttpServer server;
    public final List<String> authorizations = new CopyOnWriteArrayList<>();

    public HttpMcpServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/tools/mcp", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tools/mcp";
    }

    private void handle(HttpExchange exchange) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, "");
            return;
        }
        Map<String, Object> request = Json.object(body);
        Object id = request.get("id");
        Map<String, Object> result = result(String.valueOf(request.get("method")));
        if (id == null) {
            answer(exchange, 202, "");
        } else {
            answer(exchange, 200, Json.write(Map.of("jsonrpc", "2.0", "id", id, "result", result)));
        }
    }

    private static Map<String, Object> result(String method) {
        Map<String, Object> schema = Map.of("type", "object");
        return switch (method) {
            case "initialize" ->
                Map.of(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Map.of("tools", Map.of()),
                        "serverInfo", Map.of("name", "http-test", "version", "1"));
            case "tools/list" ->
                Map.of("tools", List.of(Map.of("name", "echo", "description", "Echoes", "inputSchema", schema)));
            case "tools/call" -> Map.of("content", List.of(Map.of("type", "text", "text", "hello over http")));
            default -> Map.of();
        };
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
