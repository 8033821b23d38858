package dev.ferrumdeck.stacktests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * What gateways and workers export, over OTLP/HTTP in protobuf. It answers always and keeps spans only while a test listens,
 * because most tests do not ask for theirs. Thread-safe.
 */
final class OtlpReceiver {
    private final HttpServer server;
    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final List<SpanTree.Node> spans = new CopyOnWriteArrayList<>();
    private volatile boolean listening;

    private OtlpReceiver(HttpServer server) {
        this.server = server;
    }

    static OtlpReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OtlpReceiver receiver = new OtlpReceiver(server);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "otlp-receiver");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", receiver::receive);
        server.start();
        return receiver;
    }

    /** Value of {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Keeps what comes from now on. */
    void listen() {
        listening = true;
    }

    /** Keeps no more, and forgets. */
    void forget() {
        listening = false;
        spans.clear();
    }

    /** The paths that anything was ever sent to. */
    Set<String> paths() {
        return Set.copyOf(paths);
    }

    List<SpanTree.Node> spans() {
        return List.copyOf(spans);
    }

    private void receive(HttpExchange exchange) throws IOException {
        paths.add(exchange.getRequestURI().getPath());
        try (exchange;
                InputStream body = body(exchange)) {
            if (listening && exchange.getRequestURI().getPath().equals("/v1/traces")) {
                keep(ExportTraceServiceRequest.parseFrom(body));
            } else {
                body.transferTo(OutputStream.nullOutputStream());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream raw = new BufferedInputStream(exchange.getRequestBody());
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(raw)
                : raw;
    }

    private void keep(ExportTraceServiceRequest request) {
        request.getResourceSpansList().forEach(resource -> {
            String service = resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(KeyValue::getValue)
                    .map(value -> value.getStringValue())
                    .findFirst()
                    .orElse("");
            resource.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(span -> SpanTree.Node.of(service, span))
                    .forEach(spans::add);
        });
    }
}
