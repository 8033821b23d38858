package dev.ferrumdeck.cli.client;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server on a free port that answers what a test says, and the waits that the client would have made. */
public final class FakeServer implements AutoCloseable {
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final List<Duration> waits = new ArrayList<>();

    public FakeServer() {
        server.start();
    }

    public WireMockServer stubs() {
        return server;
    }

    public URI uri() {
        return URI.create(server.baseUrl());
    }

    /** Retries that do not wait. */
    public Retries retries() {
        return new Retries(3, Duration.ofMillis(100), Duration.ofSeconds(5), waits::add);
    }

    public List<Duration> waits() {
        return waits;
    }

    public FerrumdeckClient client() {
        return FerrumdeckClient.of(uri(), "fd_live_key", retries());
    }

    @Override
    public void close() {
        server.stop();
    }
}
