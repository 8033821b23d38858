package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputTest extends CommandLineTest {

    @BeforeEach
    void two_runs() {
        server.stubs().stubFor(get(urlPathEqualTo("/v1/runs")).willReturn(okJson("""
                {"data":[
                 {"id":"run_2","name":"support","version":3,"status":"waiting","waiting_for":"approval of refund",
                  "budget":{"spent":{"cost_micros":6412}},"created_at":"2026-11-01T10:00:00.123Z"},
                 {"id":"run_1","name":"report","version":1,"status":"completed",
                  "budget":{"spent":{"cost_micros":0}},"created_at":"2026-11-01T09:00:00Z"}],
                 "next_cursor":null,"has_more":false}""")));
    }

    @Test
    void a_table_has_a_line_per_run() {
        assertThat(call("run", "list").out().lines().map(String::strip))
                .containsExactly(
                        "RUN    NAME     VERSION  STATUS     WAITING FOR         COST     CREATED",
                        "run_2  support  3        waiting    approval of refund  $0.0064  2026-11-01T10:00:00Z",
                        "run_1  report   1        completed  -                   $0.0000  2026-11-01T09:00:00Z");
    }

    @Test
    void json_is_everything_as_one_list() {
        var list = Json.tree(call("run", "list", "-o", "json").out());

        assertThat(list).hasSize(2);
        assertThat(list.get(0).at("/budget/spent/cost_micros").asInt()).isEqualTo(6412);
    }

    @Test
    void ndjson_is_a_line_per_run() {
        var lines = call("-o", "ndjson", "run", "list").out().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(Json.tree(lines.get(1)).path("id").asString()).isEqualTo("run_1");
    }

    @Test
    void yaml_reads_back_as_the_same() {
        var documents =
                Documents.parse("test", call("run", "list", "-o", "yaml").out());

        assertThat(documents.get(0).body().get(0).path("waiting_for").asString())
                .isEqualTo("approval of refund");
    }

    @Test
    void config_masks_the_key_and_names_the_sources() {
        Call call = call("config");

        assertThat(call.out())
                .contains("fd_live_id_********")
                .contains("FERRUMDECK_API_KEY")
                .doesNotContain("secret");
    }

    @Test
    void without_environment_the_local_stack_of_the_folder_is_used() throws Exception {
        env.clear();
        var home = java.nio.file.Files.createDirectories(folder.resolve(".ferrumdeck"));
        java.nio.file.Files.writeString(
                home.resolve("stack.json"),
                "{\"gateway\":{\"url\":\"" + server.uri() + "\",\"identity\":\"ferrumdeck-1\"}}");
        server.stubs().stubFor(get("/health/live").willReturn(okJson("{}").withHeader("Server", "ferrumdeck-1")));
        java.nio.file.Files.writeString(home.resolve("admin.key"), "fd_live_local_secret\n");

        assertThat(call("config").out()).contains(server.uri().toString()).contains("fd_live_local_********");
        assertThat(call("run", "list").exitCode()).isZero();
    }
}
