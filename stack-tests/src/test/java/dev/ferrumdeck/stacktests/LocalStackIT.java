package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.localstack.LocalStack;
import dev.ferrumdeck.localstack.Options;
import dev.ferrumdeck.localstack.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack as fault tests use it: gateways and workers that are killed, frozen, added and started again. */
class LocalStackIT {
    @TempDir
    private static Path home;

    private static LocalStack stack;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @BeforeAll
    static void start() {
        stack = LocalStack.start(Options.forTest(home).withLease(Duration.ofSeconds(3)));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void the_admin_key_opens_the_gateway_and_nothing_else_does() throws IOException, InterruptedException {
        assertThat(status(stack.urls().gateway(), stack.adminKey())).isEqualTo(200);
        assertThat(status(stack.urls().gateway(), "fd_live_none_of_these")).isEqualTo(401);
    }

    @Test
    void a_killed_gateway_comes_back_on_its_port_with_its_keys() throws IOException, InterruptedException {
        Part gateway = stack.part("gateway");
        long before = gateway.pid().orElseThrow();

        gateway.kill();

        assertThat(gateway.awaitReady().pid().orElseThrow()).isNotEqualTo(before);
        assertThat(status(stack.urls().gateway(), stack.adminKey())).isEqualTo(200);
    }

    @Test
    void a_second_gateway_serves_the_same_installation() throws IOException, InterruptedException {
        Part second = stack.startGateway("gateway-2");

        String url = second.url().orElseThrow();
        assertThat(url).isNotEqualTo(stack.urls().gateway());
        assertThat(status(url, stack.adminKey())).isEqualTo(200);
        second.stop();
        assertThat(second.isReady()).isFalse();
    }

    @Test
    void a_worker_can_be_added_frozen_and_killed() {
        Part worker = stack.startWorker("worker-2", Map.of());
        worker.pause();
        worker.resume();
        worker.kill();
        await().atMost(Duration.ofMinutes(1)).until(worker::isReady);
        worker.stop();
    }

    private int status(String gateway, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/v1/runs?limit=1"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
