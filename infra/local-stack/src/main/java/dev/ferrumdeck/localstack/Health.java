package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Single looks at the health of a part, each bounded to about a second. */
final class Health {
    private static final Duration ONE_LOOK = Duration.ofSeconds(1);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ONE_LOOK)
            .build();

    private Health() {}

    static boolean http(String url) {
        return get(url).isPresent();
    }

    /** The body of an answer 200; empty for anything else. */
    static Optional<String> get(String url, String... headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(ONE_LOOK);
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static boolean tcp(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) ONE_LOOK.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a Redis server answers PING. */
    static boolean redis(String host, int port) {
        return redis(host, port, "PING", 5).equals("+PONG");
    }

    /** What a Redis server says of itself. */
    static String redisVersion(String host, int port) {
        String info = redis(host, port, "INFO server", 200);
        return info.contains("redis_version:") ? info.replaceFirst("(?s).*redis_version:([0-9.]*).*", "$1") : "";
    }

    /** The first bytes of the answer to a command; empty when there is none. */
    private static String redis(String host, int port, String command, int bytes) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) ONE_LOOK.toMillis());
            socket.setSoTimeout((int) ONE_LOOK.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
