package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.testing.RawHttpServer;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers over HTTP as they are: each status and each broken connection says what it means for its own call. */
@Timeout(60)
class UnfriendlyHttpServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final RawHttpServer raw = new RawHttpServer();
    private final ToolServer server =
            new ToolServer("raw", Unfriendly.config(Map.of("url", raw.url("/mcp/S3CRETKEY?token=S3CRET"))), LONG);

    @AfterEach
    void close() {
        server.close();
        raw.close();
    }

    private ToolOutput call(String tool) throws InterruptedException {
        return server.call(Unfriendly.tool(tool), Map.of(), Map.of(), true, LONG);
    }

    private WorkFailed failure(String tool, Duration limit) {
        return catchThrowableOfType(
                WorkFailed.class, () -> server.call(Unfriendly.tool(tool), Map.of(), Map.of(), true, limit));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        500         | unknown         | words of the server
        502         | unknown         | words of the server
        503         | unknown         | 503
        504         | unknown         | 504
        slam        | unknown         | after the request was sent
        slam-midway | unknown         | after the request was sent
        garbage     | unknown         | after the request was sent
        cut         | unknown         | without the answer
        html        | unknown         | Welcome to nginx
        accepted    | unknown         | did not answer
        400         | failed for sure | words of the server
        401         | failed for sure | check the headers
        403         | failed for sure | check the headers
        404         | not done        | words of the server
        405         | failed for sure | 405
        413         | failed for sure | 413
        429         | not done        | 429
        redirect    | failed for sure | redirect
        """)
    void each_end_says_what_it_means_for_its_call_alone(String tool, String end, String words) throws Exception {
        call("fine");
        CompletableFuture<WorkFailed> beside =
                CompletableFuture.supplyAsync(() -> failure("hang", Duration.ofMillis(1_500)));

        WorkFailed failure = failure(tool, LONG);

        assertThat(Unfriendly.end(failure)).isEqualTo(end);
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.getMessage()).doesNotContain("S3CRET").contains("http://127.0.0.1:");
        assertThat(call("fine").text()).isEqualTo("fine");
        if (!end.equals("not done")) {
            assertThat(beside.get().code()).isEqualTo(ErrorCode.TIMEOUT);
        }
    }

    @Test
    void a_stream_answers_and_one_with_event_ids_is_resumed_where_it_was_cut() throws Exception {
        assertThat(call("stream").text()).isEqualTo("fine");
        assertThat(call("cut-with-id").text()).isEqualTo("resumed");
    }

    @Test
    void a_forgotten_session_is_begun_anew_and_the_call_sent_once_more() throws Exception {
        call("fine");
        raw.forget();

        assertThat(call("fine").text()).isEqualTo("fine");
        assertThat(raw.sessions()).isEqualTo(2);
    }

    @Test
    void nobody_at_the_address_means_that_nothing_was_done() throws Exception {
        call("fine");
        raw.close();

        WorkFailed failure = failure("fine", LONG);

        assertThat(Unfriendly.end(failure)).isEqualTo("not done");
        assertThat(failure.getMessage()).doesNotContain("S3CRET");
    }
}
