package dev.ferrumdeck.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.worker.health.HealthCheck;
import dev.ferrumdeck.worker.health.HealthEndpoint;
import dev.ferrumdeck.worker.settings.HealthSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());

    @Test
    void is_healthy_while_no_part_has_a_problem_and_says_which_one_has() throws Exception {
        int port = freePort();
        HealthEndpoint endpoint = new HealthEndpoint(new HealthSettings(port), List.of(check()));
        endpoint.start();
        try {
            assertThat(ask(port).statusCode()).isEqualTo(200);
            problem.set(Optional.of("its queues are not read"));
            assertThat(ask(port).statusCode()).isEqualTo(503);
            assertThat(ask(port).body()).isEqualTo("intake: its queues are not read");
        } finally {
            endpoint.stop();
        }
        assertThat(endpoint.isRunning()).isFalse();
    }

    private HealthCheck check() {
        return new HealthCheck() {
            @Override
            public String name() {
                return "intake";
            }

            @Override
            public Optional<String> problem() {
                return Objects.requireNonNull(problem.get());
            }
        };
    }

    private static HttpResponse<String> ask(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
