package dev.ferrumdeck.worker.http;

import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.worker.settings.GatewaySettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests to the gateway with the worker's key, as part of the current trace. Safe to share. */
public final class GatewayHttp {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient client;
    private final String base;
    private final String authorization;
    private final Duration timeout;

    public GatewayHttp(GatewaySettings settings) {
        this.base = settings.server().toString().replaceAll("/+$", "");
        this.authorization = "Bearer " + settings.key().reveal();
        this.timeout = settings.timeout();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** POST of a record as JSON. */
    public Reply post(String path, Object body) throws InterruptedException {
        return post(path, body, timeout);
    }

    /** POST of a record as JSON, with a time limit of its own. */
    public Reply post(String path, Object body, Duration limit) throws InterruptedException {
        return send(request(path, limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body))));
    }

    /** POST of bytes as they are. */
    public Reply postBytes(String path, byte[] body, String mediaType) throws InterruptedException {
        return send(request(path, timeout).header("Content-Type", mediaType).POST(BodyPublishers.ofByteArray(body)));
    }

    public Reply get(String path) throws InterruptedException {
        return send(request(path, timeout).GET());
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(limit)
                .header("Authorization", authorization)
                .header("Accept", "application/json, */*;q=0.5");
        Spans.traceparent().ifPresent(parent -> request.header(Telemetry.TRACEPARENT, parent));
        return request;
    }

    /**
     * Sends it.
     *
     * @throws GatewayAway when there is no answer, or one of 408, 425, 429 and 5xx
     */
    private Reply send(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            int status = response.statusCode();
            if (status >= 500 || status == 408 || status == 425 || status == 429) {
                throw new GatewayAway("the gateway answered " + status + " to "
                        + request.uri().getPath());
            }
            return new Reply(status, response.body());
        } catch (IOException e) {
            throw new GatewayAway("no answer from " + base + " (" + e + "); check FERRUMDECK_SERVER", e);
        }
    }
}
