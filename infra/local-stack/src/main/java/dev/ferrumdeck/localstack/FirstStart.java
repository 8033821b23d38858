package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings up PostgreSQL, Redis and Temporal side by side, or takes the outside servers that the environment names. */
final class FirstStart {
    private final Options options;
    private final Layout layout;
    private final Ports ports;
    private final Function<PartSpec, Part> add;
    private StackUrls urls = StackUrls.none();

    FirstStart(Options options, Layout layout, Ports ports, Function<PartSpec, Part> add) {
        this.options = options;
        this.layout = layout;
        this.ports = ports;
        this.add = add;
    }

    void backends(Consumer<StackUrls> found) throws IOException {
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        if (options.has("postgres")) {
            starting.add(postgres());
        }
        if (options.has("redis")) {
            starting.add(redis());
        }
        if (options.has("temporal")) {
            starting.add(temporal());
        }
        try {
            CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        found.accept(urls);
    }

    private CompletableFuture<Void> postgres() throws IOException {
        var outside = options.setting("DATABASE_URL");
        if (outside.isPresent()) {
            urls = urls.withPostgres(outside.get());
            return outside("PostgreSQL", ServerAddress.ofDatabase(outside.get()), "DATABASE_URL");
        }
        PostgresSpec spec = new PostgresSpec(layout, ports.choose("PostgreSQL", LocalStack.POSTGRES_PORT));
        urls = urls.withPostgres(spec.jdbcUrl());
        return start(() -> spec);
    }

    private CompletableFuture<Void> redis() {
        var outside = options.setting("REDIS_URL");
        if (outside.isPresent()) {
            urls = urls.withRedis(outside.get());
            return outside("Redis", ServerAddress.ofUrl(outside.get(), 6379), "REDIS_URL");
        }
        RedisSpec spec = new RedisSpec(layout, ports.choose("Redis", LocalStack.REDIS_PORT));
        urls = urls.withRedis(spec.redisUrl());
        return start(() -> spec);
    }

    private CompletableFuture<Void> temporal() {
        var outside = options.setting("TEMPORAL_ADDRESS");
        if (outside.isPresent()) {
            urls = urls.withTemporal(
                    outside.get(), options.setting("TEMPORAL_UI_URL").orElse(""), "");
            return outside("Temporal", ServerAddress.ofUrl("tcp://" + outside.get(), 7233), "TEMPORAL_ADDRESS");
        }
        var listen = new TemporalSpec.Listen(
                ports.choose("Temporal", LocalStack.TEMPORAL_PORT),
                ports.free(),
                ports.choose("Temporal web UI", LocalStack.TEMPORAL_UI_PORT),
                ports.choose("Temporal metrics", LocalStack.TEMPORAL_METRICS_PORT));
        urls = urls.withTemporal(
                "127.0.0.1:" + listen.grpc(),
                "http://127.0.0.1:" + listen.ui(),
                "http://127.0.0.1:" + listen.metrics() + "/metrics");
        return start(() -> new TemporalSpec(
                layout, TemporalProgram.findOrInstall(layout, options.env(), options.progress()), listen));
    }

    private CompletableFuture<Void> start(SpecSource source) {
        return CompletableFuture.runAsync(
                () -> {
                    long began = System.nanoTime();
                    try {
                        PartSpec spec = source.get();
                        add.apply(spec).awaitReady();
                        options.progress()
                                .ready(
                                        (spec.title() + " " + spec.version()).strip(),
                                        spec.address(),
                                        LocalStack.since(began));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "start").start());
    }

    private CompletableFuture<Void> outside(String what, ServerAddress address, String setting) {
        return CompletableFuture.runAsync(() -> {
            long began = System.nanoTime();
            if (!Health.tcp(address.host(), address.port())) {
                throw StackFailure.of(
                        "%s at %s (from %s) does not answer".formatted(what, address, setting),
                        "start it, or unset " + setting + " to have one started here");
            }
            options.progress().ready(what + " (" + setting + ")", address.toString(), LocalStack.since(began));
        });
    }

    /** Makes a spec; may install or unpack first. */
    private interface SpecSource {
        PartSpec get() throws IOException;
    }
}
