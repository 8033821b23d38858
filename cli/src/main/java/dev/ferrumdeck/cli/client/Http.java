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
    private final Retries retries;

    Http(URI server, @Nullable String apiKey, Retries retries) {
        this.server = server.toString().endsWith("/") ? server : URI.create(server + "/");
        this.apiKey = apiKey;
        this.retries = retries;
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
            request.header("Content-Type", "application/json");
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
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.mapper().writeValueAsString(body));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to the server", e);
        }
    }

    static String describe(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
