package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.testing.HttpMcpServer;
import dev.ferrumdeck.worker.testing.TestMcpServer;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ToolServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private ToolServer client = client(Map.of());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_tool_answers_with_text_and_structure() throws Exception {
        ToolOutput output = call("lookup", LONG);

        assertThat(output.text()).isEqualTo("order 7 is open");
        assertThat(output.structured()).isEqualTo(Map.of("state", "open"));
    }

    @Test
    void the_server_gets_the_meta_and_nothing_of_our_environment() throws Exception {
        Path witness = folder.resolve("witness");
        client.close();
        client = client(Map.of("WITNESS", witness.toString()));

        client.call(
                Unfriendly.tool("lookup"),
                Map.of("id", "7"),
                Map.of("dev.ferrumdeck/idempotency-key", "stp_1"),
                false,
                LONG);

        String seen = Files.readString(witness);
        assertThat(seen).contains("dev.ferrumdeck/idempotency-key=stp_1").contains("WITNESS");
        System.getenv().keySet().stream()
                .filter(name -> !List.of("PATH", "HOME", "LOGNAME", "SHELL", "TERM", "USER", "PWD", "_")
                        .contains(name))
                .forEach(name -> assertThat(seen).doesNotContain(" " + name + ","));
    }

    @Test
    void an_error_of_the_tool_is_told_in_its_words() {
        assertFails("fail", ErrorCode.TOOL_FAILED, "order 7 is closed");
    }

    @Test
    void a_crash_is_noticed_at_once_and_the_next_call_finds_a_new_server() throws Exception {
        assertThatThrownBy(() -> call("crash", LONG))
                .isInstanceOfSatisfying(WorkFailed.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_UNAVAILABLE);
                    assertThat(failure).isInstanceOf(WorkFailed.Unknown.class);
                    assertThat(failure.asError().retryable()).isTrue();
                })
                .hasMessageContaining("ended with status 3");
        assertThat(call("lookup", LONG).text()).isEqualTo("order 7 is open");
    }

    @Test
    void a_hanging_tool_times_out_and_others_still_work() throws Exception {
        call("lookup", LONG);
        assertThatThrownBy(() -> call("hang", Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        WorkFailed.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT))
                .hasMessageContaining("did not answer within 300 ms");
        assertThat(call("lookup", LONG).text()).isEqualTo("order 7 is open");
    }

    @Test
    void rubbish_on_standard_output_is_skipped_and_harms_no_call() throws Exception {
        call("lookup", LONG);
        assertThatThrownBy(() -> call("rubbish", Duration.ofMillis(500))).hasMessageContaining("did not answer");
        assertThat(call("lookup", LONG).text()).isEqualTo("order 7 is open");
    }

    @Test
    void a_server_that_never_introduces_itself_is_given_up() {
        try (ToolServer mute =
                new ToolServer("orders", config(TestMcpServer.command(Map.of(), "mute")), Duration.ofMillis(500))) {
            assertThatThrownBy(() -> mute.tools(true, LONG))
                    .isInstanceOfSatisfying(
                            WorkFailed.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_UNAVAILABLE))
                    .hasMessageContaining("did not introduce itself");
        }
    }

    @Test
    void a_command_that_is_not_there_is_named() {
        try (ToolServer missing =
                new ToolServer("orders", config(Map.of("command", "/no/such/program")), Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> missing.tools(true, LONG))
                    .hasMessageContaining("/no/such/program")
                    .hasMessageContaining("FERRUMDECK_MCP_CONFIG");
        }
    }

    @Test
    void a_server_over_http_is_reached_with_its_headers() throws Exception {
        try (HttpMcpServer server = new HttpMcpServer();
                ToolServer http = new ToolServer(
                        "orders",
                        config(Map.of("url", server.url(), "headers", Map.of("Authorization", "Bearer t0ken"))),
                        LONG)) {
            assertThat(http.tools(true, LONG)).extracting(ListedTool::name).containsExactly("echo");
            assertThat(http.call(Unfriendly.tool("echo"), Map.of(), Map.of(), false, LONG)
                            .text())
                    .isEqualTo("hello over http");
            assertThat(server.authorizations).isNotEmpty().containsOnly("Bearer t0ken");
        }
    }

    @Test
    void an_http_server_that_is_not_there_is_named() {
        try (ToolServer missing =
                new ToolServer("orders", config(Map.of("url", "http://127.0.0.1:9/mcp")), Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> missing.tools(true, LONG))
                    .isInstanceOfSatisfying(
                            WorkFailed.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_UNAVAILABLE))
                    .hasMessageContaining("http://127.0.0.1:9");
        }
    }

    @Test
    void a_changed_description_changes_the_hash() throws Exception {
        String before = hash("lookup");

        call("change", LONG);

        await().atMost(Duration.ofSeconds(10)).until(() -> !hash("lookup").equals(before));
    }

    private String hash(String tool) throws InterruptedException {
        return client.tools(false, LONG).stream()
                .filter(listed -> listed.name().equals(tool))
                .map(ListedTool::hash)
                .findFirst()
                .orElse("gone");
    }

    private void assertFails(String tool, ErrorCode code, String words) {
        assertThatThrownBy(() -> call(tool, LONG))
                .isInstanceOfSatisfying(
                        WorkFailed.class, failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    private ToolOutput call(String tool, Duration limit) throws InterruptedException {
        return client.call(Unfriendly.tool(tool), Map.of("id", "7"), Map.of(), false, limit);
    }

    private static ToolServer client(Map<String, String> env) {
        return new ToolServer("orders", config(TestMcpServer.command(env)), LONG);
    }

    private static ServerConfig config(Map<String, Object> entry) {
        return Json.convert(entry, ServerConfig.class);
    }
}
