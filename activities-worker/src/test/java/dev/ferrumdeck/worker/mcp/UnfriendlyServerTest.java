package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.testing.RawMcpServer;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers over stdio as they are: what one call meets is that call's, and said in the server's words. */
@Timeout(90)
class UnfriendlyServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private ToolServer server = new ToolServer("raw", Unfriendly.started(Map.of()), LONG);

    @AfterEach
    void close() {
        server.close();
    }

    private ToolOutput call(String tool) throws InterruptedException {
        return server.call(Unfriendly.tool(tool), Map.of(), Map.of(), false, LONG);
    }

    private WorkFailed failure(String tool, Duration limit) {
        return catchThrowableOfType(
                WorkFailed.class, () -> server.call(Unfriendly.tool(tool), Map.of(), Map.of(), false, limit));
    }

    private void use(ServerConfig config) {
        server.close();
        server = new ToolServer("raw", config, LONG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        noise-then-fine | fine
        unknown-content | [hologram content, not shown]
        broken-content  | kept
        content-is-text | {"n":1}
        empty           | (the tool answered with no content)
        link            | [report](file:///r.pdf)
        deep            | [left out: nested deeper than 64 levels]
        deep-list       | [left out: nested deeper than 64 levels]
        numbers         | 9007199254740993
        asks-back       | asked
        """)
    void an_odd_answer_is_still_an_answer(String tool, String told) throws Exception {
        assertThat(call(tool).text()).contains(told);
    }

    @Test
    void line_separators_of_unicode_and_large_answers_arrive_whole() throws Exception {
        assertThat(call("line-separators").text()).isEqualTo("a\u2028b\u2028c");
        assertThat(call("big").text()).hasSize(2_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        result-is-text | unknown         | tool-protocol
        no-result      | unknown         | tool-protocol
        twice          | unknown         | tool-protocol
        error-32603    | unknown         | tool-failed
        error-32000    | unknown         | tool-protocol
        error-32001    | unknown         | tool-protocol
        error0         | unknown         | tool-protocol
        error503       | unknown         | tool-protocol
        error-32602    | failed for sure | tool-failed
        error-32601    | failed for sure | tool-protocol
        error-32600    | failed for sure | tool-protocol
        error-32700    | failed for sure | tool-protocol
        is-error       | not done        | tool-failed
        """)
    void a_bad_answer_fails_its_call_and_no_other(String tool, String end, String code) throws Exception {
        call("fine");
        CompletableFuture<WorkFailed> beside =
                CompletableFuture.supplyAsync(() -> failure("hang", Duration.ofSeconds(2)));

        WorkFailed failure = failure(tool, LONG);

        assertThat(Unfriendly.end(failure)).isEqualTo(end);
        assertThat(failure.code().wireName()).isEqualTo(code);
        assertThat(call("fine").text()).isEqualTo("fine");
        assertThat(beside.get().code())
                .as("the call beside it runs into its own time")
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void an_end_is_unknown_at_once_with_the_last_words_and_the_next_call_finds_a_new_server() throws Exception {
        long begun = System.nanoTime();
        WorkFailed failure = failure("exit", LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(Unfriendly.end(failure)).isEqualTo("unknown");
        assertThat(failure).hasMessageContaining("status 3").hasMessageContaining("card network away");
        assertThat(failure.getMessage()).doesNotContain("\u001b");
        assertThat(call("fine").text()).isEqualTo("fine");
        assertThat(Unfriendly.end(failure("halt-mid-line", LONG))).isEqualTo("unknown");
        assertThat(call("fine").text()).isEqualTo("fine");
    }

    @ParameterizedTest
    @CsvSource({"done,failed for sure", "not_done,not done", "unknown,unknown"})
    void what_an_error_of_a_tool_means_can_be_configured(String means, String end) {
        use(Unfriendly.started(Map.of("is_error", Map.of("is-error", means))));

        WorkFailed failure = failure("is-error", LONG);

        assertThat(Unfriendly.end(failure)).isEqualTo(end);
        assertThat(failure).hasMessageContaining("card declined");
    }

    @Test
    void a_call_that_nobody_waits_for_is_cancelled_at_the_server() throws Exception {
        call("fine");
        assertThat(failure("hang", Duration.ofMillis(300)).code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(call("was-cancelled").text()).isEqualTo("true");
    }

    @Test
    void noise_at_the_start_is_skipped() throws Exception {
        use(Unfriendly.started(Map.of(), "noisy"));
        assertThat(call("fine").text()).isEqualTo("fine");
    }

    @Test
    void a_server_that_dies_at_its_start_says_why_and_rests_after_some_tries() {
        use(Unfriendly.started(Map.of(), "dies"));
        for (int i = 0; i < 3; i++) {
            assertThat(failure("fine", LONG))
                    .hasMessageContaining("config.toml: no such file")
                    .hasMessageContaining("giving up");
        }
        assertThat(failure("fine", LONG)).hasMessageContaining("several times").hasMessageContaining("config.toml");
    }

    @Test
    void a_slow_start_outlives_the_attempt_that_wanted_it() throws Exception {
        use(Unfriendly.started(Map.of("startup_timeout_seconds", 60), "slow", "2500"));

        WorkFailed first = failure("fine", Duration.ofMillis(500));

        assertThat(first).hasMessageContaining("still starting");
        assertThat(Unfriendly.end(first)).isEqualTo("not done");
        assertThat(call("fine").text()).isEqualTo("fine");
    }

    @Test
    void a_start_that_takes_too_long_names_the_setting() {
        use(Unfriendly.started(Map.of("startup_timeout_seconds", 1), "slow", "30000"));
        assertThat(failure("fine", LONG)).hasMessageContaining("startup_timeout_seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"circles", "endless"})
    void a_list_without_end_is_noticed(String mode) {
        use(Unfriendly.started(Map.of(), mode));
        assertThatThrownBy(() -> server.tools(true, LONG)).hasMessageContaining("list of tools");
    }

    @Test
    void all_pages_of_a_list_are_read() throws Exception {
        use(Unfriendly.started(Map.of(), "pages"));
        assertThat(server.tools(true, LONG)).extracting(ListedTool::name).containsExactly("pay", "second");
    }

    @Test
    void a_list_is_read_again_before_an_effect() throws Exception {
        use(Unfriendly.started(Map.of(), "rugpull"));
        String registered = server.tools(false, LONG).get(0).hash();

        assertThat(server.tools(false, LONG).get(0).hash()).isEqualTo(registered);
        assertThat(server.tools(true, LONG).get(0).hash()).isNotEqualTo(registered);
    }

    @Test
    void a_server_is_ended_with_all_that_it_started() throws Exception {
        Path child = folder.resolve("child");
        Map<String, Object> raw = new HashMap<>(RawMcpServer.command(List.of()));
        @SuppressWarnings("unchecked")
        String line = raw.get("command") + " '" + String.join("' '", (List<String>) raw.get("args")) + "'";
        // the child leaves its parent's care, as servers behind a shell do
        use(Unfriendly.config(Map.of(
                "command", "sh", "args", List.of("-c", "(sleep 600 & echo $! > " + child + "); " + line + "; true"))));
        call("fine");
        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(ProcessHandle.of(pid)).isPresent();

        server.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void many_calls_at_once_each_get_their_own_answer() throws Exception {
        List<CompletableFuture<String>> calls = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return i % 4 == 0
                                ? Unfriendly.end(failure("twice", LONG))
                                : call("fine").text();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (int i = 0; i < calls.size(); i++) {
            assertThat(result(calls.get(i))).isEqualTo(i % 4 == 0 ? "unknown" : "fine");
        }
    }

    private static String result(CompletableFuture<String> call) throws ExecutionException, InterruptedException {
        return call.get();
    }
}
