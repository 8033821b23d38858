package dev.ferrumdeck.worker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends requests to providers. An answer has a largest size and a longest time, from the first byte sent to the last one
 * read; whoever waits and is interrupted aborts the exchange. Redirects are not followed: they would carry the key away.
 * Safe to share.
 */
final class Transport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * An answer.
     *
     * @param body all of it, unpacked
     */
    record Reply(int status, HttpHeaders headers, String body) {
        boolean isEventStream() {
            return headers.firstValue("content-type").orElse("").startsWith("text/event-stream");
        }
    }

    /**
     * Sends it and waits for the end of the answer.
     *
     * @param events is given the data of server-sent events while they come
     * @throws IOException when there is no whole answer in time
     */
    Reply send(HttpRequest request, Duration limit, Consumer<String> events) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, info -> new AnswerBody(info, events));
        try {
            HttpResponse<byte[]> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(
                    response.statusCode(), response.headers(), new String(AnswerBody.unpacked(response), UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }
}
