package dev.ferrumdeck.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests and answers. Every request may be made again: what is not idempotent by method has an idempotency key. */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI server;
    private final @Nullable String apiKey;
    private final @Nullable String identity;
    private final Retries retries;
    private volatile boolean known;

    /** @param identity what the server must say of itself before the key is sent to it; null: nothing is asked */
    Http(URI server, @Nullable String apiKey, @Nullable String identity, Retries retries) {
        this.server = server.toString().endsWith("/") ? server : URI.create(server + "/");
        this.apiKey = apiKey;
        this.identity = identity;
        this.retries = retries;
    }

    /** The same server and key with other retries. */
    Http with(Retries other) {
        return new Http(server, apiKey, identity, other);
    }

    URI server() {
        return server;
    }

    Retries retries() {
        return retries;
    }

    JsonNode send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).timeout(ANSWER).method(method, publisher(body));
        if (body != null) {
            request.header("Content-Type", body instanceof RequestText text ? text.contentType() : "application/json");
        }
        headers.forEach(request::header);
        return repeat(request.build());
    }

    /** Opens a stream of events; the caller closes the body. */
    HttpResponse<InputStream> open(String path, int after) throws IOException {
        HttpRequest request = request(path)
                .timeout(ANSWER)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Integer.toString(after))
                .GET()
                .build();
        return send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private JsonNode repeat(HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= retries.attempts();
            try {
                HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() / 100 == 2) {
                    String json = answer.body();
                    return json.isBlank() ? Json.mapper().nullNode() : Json.tree(json);
                }
                ApiProblem problem = ApiProblem.of(answer.statusCode(), answer.body());
                if (last || !problem.isTransient()) {
                    throw problem;
                }
                waitAfter(answer, attempt);
            } catch (IOException e) {
                if (last) {
                    throw new ServerUnreachable(server, describe(e), e);
                }
                retries.waitAfter(attempt);
            }
        }
    }

    private void waitAfter(HttpResponse<?> answer, int attempt) {
        String asked = answer.headers().firstValue("Retry-After").orElse("");
        if (asked.matches("\\d{1,4}")) {
            retries.waitFor(Duration.ofSeconds(Long.parseLong(asked)));
        } else {
            retries.waitAfter(attempt);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path.substring(1)))
                .header("Accept", "application/json, application/problem+json")
                .header("User-Agent", "ferrumdeck-cli");
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        return request;
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable Object body) {
        if (body == null) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return HttpRequest.BodyPublishers.ofString(
                body instanceof RequestText text ? text.text() : Json.mapper().writeValueAsString(body));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            if (identity != null && !known) {
                meet(identity);
            }
            return client.send(request, handler);
        } catch (IOException e) {
            known = false; // whoever holds the port next may be somebody else
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to the server", e);
        }
    }

    /** A port can change hands: the key goes to the server that it belongs to, and to no other. */
    private void meet(String identity) throws IOException, InterruptedException {
        HttpRequest greeting = HttpRequest.newBuilder(URI.create(server + "health/live"))
                .timeout(CONNECT)
                .build();
        HttpResponse<Void> answer = client.send(greeting, HttpResponse.BodyHandlers.discarding());
        if (!answer.headers().firstValue("Server").orElse("").equals(identity)) {
            throw ServerUnreachable.stranger(server);
        }
        known = true;
    }

    static String describe(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
