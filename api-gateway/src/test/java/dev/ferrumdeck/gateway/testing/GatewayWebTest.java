package dev.ferrumdeck.gateway.testing;

import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A test over HTTP against the whole gateway on a free port. The gateway and its database are shared by all such
 * classes of the JVM, so each test makes a tenant of its own with {@link #tenant}. Role {@code api} only: no Temporal
 * worker, no sweep.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"ferrumdeck.roles=api", "ferrumdeck.auth.key-cache-ttl=100ms"})
public abstract class GatewayWebTest {
    private static final GatewayTestDatabase DATABASE = GatewayTestDatabase.create();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected TestKeys keys;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("ferrumdeck.database.url", DATABASE::url);
        registry.add("ferrumdeck.artifacts.dir", () -> "target/test-data/artifacts");
    }

    /** A new tenant; its id. */
    protected String tenant() {
        return keys.tenant(Ids.next("ten"));
    }

    protected URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    protected Answer get(String key, String path) {
        return call(request(key, path).GET());
    }

    protected Answer post(String key, String path, Object body) {
        return call(request(key, path).POST(json(body)));
    }

    protected Answer put(String key, String path, Object body) {
        return call(request(key, path).PUT(json(body)));
    }

    protected Answer delete(String key, String path) {
        return call(request(key, path).DELETE());
    }

    /** To be completed with a method and headers; an empty key sends none. */
    protected HttpRequest.Builder request(@Nullable String key, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json");
        return key == null || key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    protected Answer call(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Text as it is, anything else as its JSON. */
    protected static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : Json.write(body));
    }
}
