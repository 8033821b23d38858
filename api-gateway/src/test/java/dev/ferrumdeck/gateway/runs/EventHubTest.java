package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.testing.GatewayTestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The loop behind the streams, with clients that are slow, still or gone. */
class EventHubTest {
    private static final EventsProperties SWIFT =
            new EventsProperties(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(2), 20);

    private final JdbcClient jdbc = GatewayTestDatabase.create().jdbc();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final EventHub hub = new EventHub(new EventStore(jdbc), keys -> Set.copyOf(valid), SWIFT);

    /** Keeps what it is sent; can hold the sender up, and break. */
    private static final class Client extends SseEmitter {
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final CountDownLatch gate;
        private volatile boolean gone;

        Client(int gates) {
            this.gate = new CountDownLatch(gates);
        }

        @Override
        public void send(SseEventBuilder event) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            if (gone) {
                throw new IOException("broken pipe");
            }
            sent.add(event.build().stream()
                    .map(DataWithMediaType::getData)
                    .map(Object::toString)
                    .collect(Collectors.joining()));
        }
    }

    @BeforeEach
    void insertRun() {
        jdbc.sql("INSERT INTO tenants (id, name) VALUES ('ten_1', 'one')").update();
        jdbc.sql("""
            INSERT INTO runs (id, tenant_id, kind, name, version, definition, plan, input, policy, status,
                budget, created_by)
            VALUES ('run_1', 'ten_1', 'agent', 'a', 1, '{}', '{}', '{}', 'default', 'running', '{}', 'key_1')
            """).update();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Client connect(int gates) {
        Client client = new Client(gates);
        valid.add("key_1");
        hub.add(new Subscription("run_1", "key_1", 0, client, System.nanoTime()));
        return client;
    }

    private void entry(int n) {
        jdbc.sql("""
            INSERT INTO journal (run_id, n, tenant_id, previous_hash, hash, body, request_sha256)
            VALUES ('run_1', :n, 'ten_1', 'a', 'b', '{"view": {"status": "RUNNING"}}', 'c')
            """).param("n", n).update();
        jdbc.sql("UPDATE runs SET entries = :n WHERE id = 'run_1'")
                .param("n", n)
                .update();
    }

    @Test
    void a_still_stream_says_that_it_lives() {
        Client client = connect(0);

        await().until(() -> client.sent.size() >= 2);

        assertThat(client.sent).allSatisfy(it -> assertThat(it).startsWith(":heartbeat"));
    }

    @Test
    void many_slow_clients_hold_up_nobody_else() {
        for (int i = 0; i < 15; i++) {
            connect(1);
        }
        entry(1);
        Client swift = connect(0);
        await().until(() -> swift.sent.stream().anyMatch(it -> it.contains("id:1\n")));
    }

    @Test
    void a_stream_ends_with_its_key() {
        Client client = connect(0);
        await().until(() -> !client.sent.isEmpty());
        valid.clear();
        await().until(() -> hub.size() == 0);
        entry(1);
        Client other = connect(0);
        await().until(() -> other.sent.stream().anyMatch(it -> it.contains("id:1\n")));
        assertThat(client.sent).noneMatch(it -> it.contains("id:1\n"));
    }

    @Test
    void a_gateway_takes_so_many_streams_and_no_more() {
        for (int i = 0; i < 20; i++) {
            connect(0);
        }
        assertThatThrownBy(() -> connect(0)).isInstanceOf(ApiException.class);
    }

    @Test
    void a_slow_client_holds_up_nobody_else_and_misses_nothing() {
        Client slow = connect(1);
        Client swift = connect(0);
        entry(1);
        await().until(() -> swift.sent.stream().anyMatch(it -> it.contains("id:1\n")));
        entry(2);
        await().until(() -> swift.sent.stream().anyMatch(it -> it.contains("id:2\n")));
        assertThat(slow.sent).isEmpty();

        slow.gate.countDown();

        await().until(() -> slow.sent.stream().filter(it -> it.contains("id:")).count() == 2);
        assertThat(slow.sent.stream().filter(it -> it.contains("id:")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("id:1\n"),
                        second -> assertThat(second).contains("id:2\n"));
    }

    @Test
    void a_client_that_has_gone_is_forgotten() {
        Client client = connect(0);
        client.gone = true;

        await().until(() -> hub.size() == 0);
    }
}
