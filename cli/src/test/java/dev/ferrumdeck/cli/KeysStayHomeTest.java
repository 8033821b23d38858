package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key goes to the server that it belongs to, and to nobody else. */
class KeysStayHomeTest extends CommandLineTest {
    private final FakeServer stranger = new FakeServer();
    private Path home = Path.of("");

    @BeforeEach
    void a_stack_with_a_key() throws IOException {
        env.clear();
        home = Files.createDirectories(folder.resolve(".ferrumdeck"));
        Files.writeString(home.resolve("admin.key"), "fd_live_local_secret\n");
        for (FakeServer each : new FakeServer[] {server, stranger}) {
            each.stubs().stubFor(any(anyUrl()).willReturn(okJson("{\"data\":[],\"has_more\":false}")));
        }
        server.stubs().stubFor(get("/health/live").willReturn(okJson("{}").withHeader("Server", "ferrumdeck-ours")));
    }

    @AfterEach
    void end() {
        stranger.close();
    }

    @Test
    void with_no_stack_and_no_server_named_nothing_is_sent_and_it_ends_with_10() {
        Call call = call("run", "list");

        assertThat(call.exitCode()).isEqualTo(10);
        assertThat(call.err()).contains("no server is named").contains("./ferrumdeck up");
    }

    @Test
    void the_stack_of_the_folder_gets_its_key() throws IOException {
        record(server, "ferrumdeck-ours");

        assertThat(call("run", "list").exitCode()).isZero();
        server.stubs()
                .verify(anyRequestedFor(urlPathEqualTo("/v1/runs"))
                        .withHeader("Authorization", equalTo("Bearer fd_live_local_secret")));
    }

    @Test
    void who_has_taken_the_port_of_a_dead_stack_gets_nothing() throws IOException {
        record(stranger, "ferrumdeck-ours");

        Call call = call("run", "list");

        assertThat(call.exitCode()).isEqualTo(10);
        assertThat(call.err()).contains("is not the gateway that the key belongs to");
        stranger.stubs().verify(0, anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo(bearer())));
        stranger.stubs().verify(0, anyRequestedFor(urlPathEqualTo("/v1/runs")));
    }

    @Test
    void a_record_without_an_identity_is_no_stack() throws IOException {
        Files.writeString(home.resolve("stack.json"), "{\"gateway\":{\"url\":\"" + stranger.uri() + "\"}}");

        assertThat(call("run", "list").exitCode()).isEqualTo(10);
        stranger.stubs().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void a_server_that_is_named_does_not_get_the_key_of_the_stack() throws IOException {
        record(server, "ferrumdeck-ours");

        call("run", "list", "--server", stranger.uri().toString());
        env.put("FERRUMDECK_SERVER", stranger.uri().toString());
        call("run", "list");

        stranger.stubs().verify(2, anyRequestedFor(urlPathEqualTo("/v1/runs")).withoutHeader("Authorization"));
        stranger.stubs().verify(2, anyRequestedFor(anyUrl()));
    }

    @Test
    void the_key_of_one_named_server_is_not_for_another() {
        env.put("FERRUMDECK_SERVER", server.uri().toString());
        env.put("FERRUMDECK_API_KEY", "fd_live_local_secret");

        call("run", "list", "--server", stranger.uri().toString());

        stranger.stubs().verify(1, anyRequestedFor(anyUrl()).withoutHeader("Authorization"));
        assertThat(call("config", "--server", stranger.uri().toString()).out()).doesNotContain("fd_live");
    }

    private static String bearer() {
        return "Bearer fd_live_local_secret";
    }

    private void record(FakeServer gateway, String identity) throws IOException {
        Files.writeString(
                home.resolve("stack.json"),
                "{\"gateway\":{\"url\":\"" + gateway.uri() + "\",\"identity\":\"" + identity + "\"}}");
    }
}
