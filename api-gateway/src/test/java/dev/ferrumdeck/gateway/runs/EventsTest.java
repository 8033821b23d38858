package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class EventsTest extends GatewayWebTest {
    private static final String STARTED = """
        {"at": 1, "events": [{"type": "started"}], "commands": [], "results": [], "view": {"status": "RUNNING",
        "budget": {}}, "changes": [{"step": "agent", "kind": "AGENT", "state": "RUNNING", "attempt": 0}]}
        """;
    private static final String ASKED = """
        {"at": 2, "events": [], "commands": [{"type": "dispatch"}], "changes": [],
        "results": [{"type": "outcome", "step": "agent/tool-1-0", "status": "NEEDS_APPROVAL",
        "approval_id": "apr_1"}], "view": {"status": "WAITING", "waiting_for": "approval", "budget": {}}}
        """;
    private static final String FINISHED = """
        {"at": 3, "events": [], "results": [], "changes": [], "view": {"status": "FAILED", "budget": {}},
        "commands": [{"type": "finish", "status": "FAILED", "code": "approval-denied", "step": "agent"}]}
        """;

    @Autowired
    private EventHub hub;

    private String tenant = "";
    private String viewer = "";
    private String run = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        viewer = keys.key(tenant, "viewer");
        run = RunRows.running(jdbc, tenant, "key_a");
    }

    private String path() {
        return "/v1/runs/" + run + "/events";
    }

    private static List<String> fields(String stream, String field) {
        return stream.lines()
                .filter(it -> it.startsWith(field + ":"))
                .map(it -> it.substring(field.length() + 1))
                .toList();
    }

    @Test
    void a_finished_run_is_told_from_the_beginning_and_then_closed() {
        RunRows.entry(jdbc, tenant, run, 1, STARTED, "running");
        RunRows.entry(jdbc, tenant, run, 2, ASKED, "waiting");
        RunRows.entry(jdbc, tenant, run, 3, FINISHED, "failed");

        Answer answer = get(viewer, path());

        assertThat(answer.header("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(fields(answer.body(), "id")).containsExactly("1", "2", "3");
        assertThat(fields(answer.body(), "event")).containsExactly("run.started", "approval.requested", "run.failed");
        assertThat(fields(answer.body(), "retry")).containsExactly("2000");
        List<String> data = fields(answer.body(), "data");
        assertThat(data.get(0)).contains("\"state\":\"running\"", "\"run_id\":\"" + run + "\"");
        assertThat(data.get(1)).contains("\"approval_id\":\"apr_1\"");
        assertThat(data.get(2)).contains("\"code\":\"approval-denied\"");
    }

    @Test
    void a_client_that_comes_back_gets_the_rest_without_gaps() {
        RunRows.entry(jdbc, tenant, run, 1, STARTED, "running");
        RunRows.entry(jdbc, tenant, run, 2, ASKED, "waiting");
        RunRows.entry(jdbc, tenant, run, 3, FINISHED, "failed");

        Answer byHeader =
                call(request(viewer, path()).header("Last-Event-ID", "1").GET());
        Answer byParameter = get(viewer, path() + "?after=2");

        assertThat(fields(byHeader.body(), "id")).containsExactly("2", "3");
        assertThat(fields(byParameter.body(), "id")).containsExactly("3");
    }

    @Test
    void a_client_that_has_everything_need_not_come_back() {
        RunRows.entry(jdbc, tenant, run, 1, FINISHED, "failed");

        assertThat(get(viewer, path() + "?after=1").status()).isEqualTo(204);
    }

    @Test
    void a_run_that_ended_without_an_entry_ends_its_stream() {
        RunRows.entry(jdbc, tenant, run, 1, STARTED, "cancelled");

        Answer answer = get(viewer, path());

        assertThat(fields(answer.body(), "event")).containsExactly("run.started", "run.cancelled");
    }

    @Test
    void many_clients_are_told_of_new_entries_while_they_wait() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> clients = new ArrayList<>();
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < 50; i++) {
            clients.add(http.sendAsync(
                    request(viewer, path()).GET().build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.size() >= 50);

        RunRows.entry(jdbc, tenant, run, 1, STARTED, "running");
        RunRows.entry(jdbc, tenant, run, 2, FINISHED, "failed");

        for (CompletableFuture<HttpResponse<String>> client : clients) {
            String body = client.get(20, java.util.concurrent.TimeUnit.SECONDS).body();
            assertThat(fields(body, "id")).containsExactly("1", "2");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.size() == 0);
    }

    @Test
    void a_stream_opens_at_once_and_a_client_that_goes_is_forgotten() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(request(viewer, path()).GET().build(), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.statusCode()).isEqualTo(200);
        response.body().close();
        RunRows.entry(jdbc, tenant, run, 1, STARTED, "running");

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            jdbc.sql("UPDATE runs SET status = 'failed' WHERE id = :run")
                    .param("run", run)
                    .update();
            return hub.size() == 0;
        });
    }

    @Test
    void what_is_pruned_is_gone_and_what_is_left_is_told() {
        RunRows.entry(jdbc, tenant, run, 1, STARTED, "running");
        RunRows.entry(jdbc, tenant, run, 2, ASKED, "waiting");
        RunRows.entry(jdbc, tenant, run, 3, FINISHED, "failed");
        jdbc.sql("DELETE FROM journal WHERE run_id = :run AND n < 3")
                .param("run", run)
                .update();

        Answer gone = get(viewer, path());

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.text("/code")).isEqualTo("events-gone");
        assertThat(fields(get(viewer, path() + "?after=2").body(), "id")).containsExactly("3");
    }

    @Test
    void an_event_id_that_is_none_is_refused() {
        Answer answer = get(viewer, path() + "?after=last");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("invalid-request");
    }
}
