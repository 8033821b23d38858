package dev.ferrumdeck.worker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.GrantSignatures;
import dev.ferrumdeck.contracts.wire.ClaimRequest;
import dev.ferrumdeck.contracts.wire.Grant;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.RenewRequest;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.contracts.wire.SignedGrant;
import dev.ferrumdeck.worker.settings.GatewaySettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.work.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway's side of the worker protocol, by hand: hands out jobs, writes down what it is told, fails on demand. */
public final class FakeGateway implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KeyPair keys = keyPair();
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, Deque<Integer>> failures = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> hanging = new ConcurrentHashMap<>();
    public final List<ClaimRequest> claims = new CopyOnWriteArrayList<>();
    public final List<RenewRequest> renews = new CopyOnWriteArrayList<>();
    public final Map<String, ResultRequest> results = new ConcurrentHashMap<>();
    public final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    /** Bodies of OTLP requests, of a collector that happens to live here. */
    public final List<byte[]> traces = new CopyOnWriteArrayList<>();

    public volatile boolean cancel;
    public volatile int renewStatus = 200;

    public FakeGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public GatewaySettings settings() {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new GatewaySettings(uri, new Secret("fd_test_key"), null, Duration.ofSeconds(5));
    }

    /** A job that can be claimed once by its attempt id. */
    public void offer(Job job) {
        jobs.put(job.attemptId(), job);
    }

    /** The next requests of this kind (claim, renew, result, keys, artifacts) are answered with these statuses. */
    public void failNext(String kind, Integer... statuses) {
        failures.put(kind, new ArrayDeque<>(List.of(statuses)));
    }

    /** So many of the next requests of this kind are never answered. */
    public void hangNext(String kind, int requests) {
        hanging.put(kind, new AtomicInteger(requests));
    }

    public SignedGrant sign(Grant grant) {
        return GrantSignatures.sign("k1", keys.getPrivate(), Json.write(grant));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String kind =
                path.startsWith("/v1/attempts/") ? path.substring(path.lastIndexOf('/') + 1) : path.split("/", -1)[2];
        if (kind.equals("traces")) {
            traces.add(body);
            answer(exchange, 200, new byte[0]);
            return;
        }
        if (hanging.getOrDefault(kind, new AtomicInteger()).getAndDecrement() > 0) {
            return; // the connection stays open, and nothing comes
        }
        Integer failure = next(kind);
        if (failure != null) {
            if (failure == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
            answer(exchange, failure, "{}".getBytes(UTF_8));
            return;
        }
        if (!"Bearer fd_test_key".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{}".getBytes(UTF_8));
            return;
        }
        switch (kind) {
            case "claim" -> claim(exchange, path.split("/", -1)[3], body);
            case "renew" -> renew(exchange, body);
            case "result" -> result(exchange, path.split("/", -1)[3], body);
            case "keys" -> answer(exchange, 200, keyList());
            case "artifacts" -> artifact(exchange, path, body);
            default -> answer(exchange, 404, "{}".getBytes(UTF_8));
        }
    }

    private Integer next(String kind) {
        Deque<Integer> statuses = failures.getOrDefault(kind, new ArrayDeque<>());
        synchronized (statuses) {
            return statuses.poll();
        }
    }

    private void claim(HttpExchange exchange, String attempt, byte[] body) throws IOException {
        claims.add(Json.MAPPER.readValue(body, ClaimRequest.class));
        Job job = jobs.remove(attempt);
        if (job == null) {
            answer(exchange, 409, "{}".getBytes(UTF_8));
        } else {
            answer(exchange, 200, Json.MAPPER.writeValueAsBytes(job));
        }
    }

    private void renew(HttpExchange exchange, byte[] body) throws IOException {
        renews.add(Json.MAPPER.readValue(body, RenewRequest.class));
        answer(exchange, renewStatus, Json.MAPPER.writeValueAsBytes(Map.of("cancel", cancel)));
    }

    private void result(HttpExchange exchange, String attempt, byte[] body) throws IOException {
        results.put(attempt, Json.MAPPER.readValue(body, ResultRequest.class));
        answer(exchange, 200, "{\"accepted\":true,\"replay\":false}".getBytes(UTF_8));
    }

    private void artifact(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            String sha256 = HexFormat.of().formatHex(Digests.sha256(body));
            artifacts.put(sha256, body);
            answer(exchange, 201, Json.MAPPER.writeValueAsBytes(Map.of("sha256", sha256)));
        } else {
            byte[] stored = artifacts.get(path.substring(path.lastIndexOf('/') + 1));
            answer(exchange, stored == null ? 404 : 200, stored == null ? new byte[0] : stored);
        }
    }

    private byte[] keyList() {
        String key = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.getPublic().getEncoded());
        return Json.MAPPER.writeValueAsBytes(Map.of("keys", List.of(Map.of("kid", "k1", "public_key", key))));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
