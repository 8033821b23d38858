package dev.ferrumdeck.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    private static final String PATH = "/v1/runs/run_1/events";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void events_come_in_order_until_the_run_is_over() {
        stub("0", stream("""
                retry: 2000
                : events of run_1

                id: 1
                event: run.started
                data: {"n":1}

                : heartbeat

                id:2
                event:run.completed
                data:{"n":2,
                data:"status":"completed"}

                """));

        List<RunEvent> events = all();

        assertThat(events).extracting(RunEvent::id).containsExactly(1, 2);
        assertThat(events).extracting(RunEvent::type).containsExactly("run.started", "run.completed");
        assertThat(events.get(1).data().path("status").asString()).isEqualTo("completed");
    }

    @Test
    void a_broken_stream_goes_on_after_the_last_event_and_repeats_nothing() {
        stub("0", stream(event(1, "run.started") + event(2, "step.changed") + "id: 3\nevent: step.ch"));
        stub("2", stream(event(2, "step.changed") + event(3, "step.changed") + event(4, "run.failed")));

        assertThat(all()).extracting(RunEvent::id).containsExactly(1, 2, 3, 4);
        assertThat(server.waits()).hasSize(1);
    }

    @Test
    void nothing_left_of_a_run_that_is_over_is_an_end() {
        stub("0", aResponse().withStatus(204));

        assertThat(all()).isEmpty();
    }

    @Test
    void a_refusal_is_a_problem() {
        stub("0", aResponse().withStatus(404).withBody("{\"code\":\"not-found\",\"detail\":\"no run\"}"));

        assertThatThrownBy(this::all).isInstanceOf(ApiProblem.class).hasMessage("no run");
    }

    @Test
    void a_server_that_stays_away_ends_it() {
        stub("0", aResponse().withStatus(503));

        assertThatThrownBy(this::all).isInstanceOf(ServerUnreachable.class);
        assertThat(server.waits()).hasSize(2);
    }

    private List<RunEvent> all() {
        List<RunEvent> events = new ArrayList<>();
        try (RunEvents stream = server.client().events("run_1", 0)) {
            stream.forEachRemaining(events::add);
        }
        return events;
    }

    private void stub(String after, ResponseDefinitionBuilder answer) {
        server.stubs()
                .stubFor(get(PATH).withHeader("Last-Event-ID", equalTo(after)).willReturn(answer));
    }

    private static String event(int id, String type) {
        return "id: " + id + "\nevent: " + type + "\ndata: {\"n\":" + id + "}\n\n";
    }

    private static ResponseDefinitionBuilder stream(String text) {
        return aResponse().withHeader("Content-Type", "text/event-stream").withBody(text);
    }
}
