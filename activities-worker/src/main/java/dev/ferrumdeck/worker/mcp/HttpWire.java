package dev.ferrumdeck.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server over Streamable HTTP. Each message is a request of its own, so what its status or its broken connection says is
 * said of that message alone. Redirects are not followed: headers with secrets would go where nobody sent them.
 */
final class HttpWire extends Wire {
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final Executor SENDERS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "mcp-http-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final ServerConfig config;
    private final URI address;
    private final HttpClient http;
    private volatile @Nullable String session;
    private volatile @Nullable String version;

    HttpWire(String server, ServerConfig config, Duration connectTimeout) {
        super(server);
        this.config = config;
        URI url = URI.create(String.valueOf(config.url()));
        boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
        this.address = bare ? url.resolve("/mcp") : url;
        this.http = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    void begin() {}

    @Override
    void send(JSONRPCMessage message, String json) {
        JSONRPCRequest request = message instanceof JSONRPCRequest asked ? asked : null;
        SENDERS.execute(() -> post(request, json));
    }

    private void post(@Nullable JSONRPCRequest request, String json) {
        Object id = request == null ? null : request.id();
        try {
            HttpResponse<InputStream> response =
                    http.send(request().POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() / 100 == 2) {
                    response.headers().firstValue("Mcp-Session-Id").ifPresent(given -> session = given);
                    answer(id, response, body);
                } else {
                    fail(id, refusal(response, body));
                }
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            fail(id, new Fault(Fault.Kind.NOT_SENT, "nobody answers there: " + Faults.words(e)));
        } catch (IOException e) {
            fail(
                    id,
                    new Fault(
                            Fault.Kind.BROKEN, "the connection broke after the request was sent: " + Faults.words(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        String known = session;
        if (known != null) {
            request.header("Mcp-Session-Id", known);
        }
        String agreed = version;
        if (agreed != null) {
            request.header("MCP-Protocol-Version", agreed);
        }
        config.headers().forEach(request::setHeader);
        return request;
    }

    /** The version that both sides speak, once they know. */
    void agreed(String protocolVersion) {
        version = protocolVersion;
    }

    private void answer(@Nullable Object id, HttpResponse<InputStream> response, InputStream body) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            stream(id, body);
            return;
        }
        byte[] bytes = body.readNBytes(LARGEST + 1);
        String text = new String(bytes, UTF_8);
        if (id == null) {
            return;
        }
        if (bytes.length > LARGEST) {
            fail(id, new Fault(Fault.Kind.UNREADABLE, "it answered with more than " + LARGEST + " bytes"));
        } else if (text.isBlank()) {
            fail(
                    id,
                    new Fault(
                            Fault.Kind.BROKEN,
                            "it took the request (" + response.statusCode() + ") and did not answer"));
        } else if (!received(text) || isWaiting(id)) {
            fail(
                    id,
                    new Fault(
                            Fault.Kind.UNREADABLE,
                            "it answered with something that is no MCP message: " + LastWords.oneLine(text)));
        }
    }

    private void stream(@Nullable Object id, InputStream body) {
        EventStream events = new EventStream(this::received);
        String broken = events.read(body);
        for (int tries = 0; id != null && isWaiting(id) && events.canResume() && tries < EventStream.RESUMES; tries++) {
            broken = resume(events);
        }
        fail(id, new Fault(Fault.Kind.BROKEN, "its event stream ended without the answer" + broken));
    }

    /** Asks for what came after the last event that was seen. */
    private String resume(EventStream events) {
        try {
            events.pause();
            HttpResponse<InputStream> response = http.send(
                    request()
                            .setHeader("Accept", "text/event-stream")
                            .setHeader("Last-Event-ID", events.lastId())
                            .GET()
                            .build(),
                    BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return response.statusCode() == 200
                        ? events.read(body)
                        : ", and it would not resume it (" + response.statusCode() + ")";
            }
        } catch (IOException e) {
            return ", and could not be resumed: " + Faults.words(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Fault refusal(HttpResponse<InputStream> response, InputStream body) throws IOException {
        int status = response.statusCode();
        String said = LastWords.oneLine(new String(body.readNBytes(2_000), UTF_8));
        String words = "it answered " + status + (said.isEmpty() ? "" : ": " + said);
        if (status == 404 && session != null) {
            return new Fault(Fault.Kind.NO_SESSION, words);
        }
        if (status / 100 == 3) {
            return new Fault(Fault.Kind.TURNED_AWAY, "it answered " + status + ", a redirect, which is not followed");
        }
        if (status == 401 || status == 403) {
            return new Fault(Fault.Kind.TURNED_AWAY, words + "; check the headers of its entry");
        }
        if (status == 429) {
            return new Fault(Fault.Kind.NOT_SENT, words);
        }
        return new Fault(status / 100 == 4 ? Fault.Kind.TURNED_AWAY : Fault.Kind.BROKEN, words);
    }

    @Override
    public Mono<Void> closeGracefully() {
        String known = session;
        if (known == null) {
            return Mono.empty();
        }
        session = null;
        return Mono.fromRunnable(() -> {
            HttpRequest end = request()
                    .setHeader("Mcp-Session-Id", known)
                    .timeout(Duration.ofSeconds(2))
                    .DELETE()
                    .build();
            var unused = http.sendAsync(end, BodyHandlers.discarding());
        });
    }
}
