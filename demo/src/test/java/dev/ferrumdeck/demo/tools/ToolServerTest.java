package dev.ferrumdeck.demo.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.demo.tools.WitnessLog.What;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolServerTest {
    private static final Map<String, Object> REFUND =
            Map.of("order_id", "4711", "amount", 120.5, "currency", "EUR", "to", "ann@example.com");

    @TempDir
    Path home = Path.of("");

    @Test
    void a_refund_is_made_once_per_key_even_by_another_process() {
        try (ServerInAnotherJvm first = new ServerInAnotherJvm("payments", home)) {
            assertThat(first.toolNames()).containsExactly("refund");
            assertThat(ServerInAnotherJvm.structured(first.call("refund", REFUND, "stp_1"))
                            .get("receipt"))
                    .isEqualTo("rf_1");
        }
        try (ServerInAnotherJvm second = new ServerInAnotherJvm("payments", home)) {
            CallToolResult again = second.call("refund", REFUND, "stp_1");
            assertThat(ServerInAnotherJvm.structured(again).get("receipt")).isEqualTo("rf_1");
            second.call("refund", REFUND, "stp_2");
        }

        assertThat(ToolServer.ledger(home).refunds())
                .extracting(RefundLedger.Refund::key)
                .containsExactly("stp_1", "stp_2");
        assertThat(ToolServer.witness(home).lines())
                .extracting(WitnessLog.Line::what)
                .containsExactly(What.CALL, What.EFFECT, What.CALL, What.REPEAT, What.CALL, What.EFFECT);
        assertThat(ToolServer.witness(home).lines())
                .extracting(WitnessLog.Line::pid)
                .doesNotContain(ProcessHandle.current().pid());
    }

    @Test
    void arguments_that_do_not_fit_the_schema_reach_nothing() {
        try (ServerInAnotherJvm server = new ServerInAnotherJvm("payments", home)) {
            assertThatThrownBy(() -> fail(server.call("refund", Map.of("amount", "much"), "stp_1")))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(ToolServer.ledger(home).refunds()).isEmpty();
    }

    @Test
    void files_are_read_in_the_chosen_folder_and_nowhere_else() throws IOException {
        Path folder = Files.createDirectory(home.resolve("chosen"));
        Files.writeString(folder.resolve("a.txt"), "one two\nthree\n");
        Files.writeString(home.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link.txt"), home.resolve("secret.txt"));
        Files.writeString(ToolServer.chosenFolder(home), folder.toString());

        try (ServerInAnotherJvm server = new ServerInAnotherJvm("files", home)) {
            CallToolResult listed = server.call("list", Map.of("folder", "."), "stp_1");
            assertThat(String.valueOf(ServerInAnotherJvm.structured(listed).get("files")))
                    .isEqualTo("[a.txt, link.txt]");
            CallToolResult counted = server.call("stats", Map.of("path", "a.txt"), "stp_2");
            assertThat(ServerInAnotherJvm.structured(counted).get("words")).isEqualTo(3);
            for (String path : new String[] {"../secret.txt", "/etc/passwd", "link.txt"}) {
                CallToolResult refused = server.call("read", Map.of("path", path), "stp_3");
                assertThat(refused.isError()).as(path).isTrue();
                assertThat(refused.content().toString()).as(path).contains("outside of the folder");
            }
        }
    }

    private static void fail(CallToolResult result) {
        if (Boolean.TRUE.equals(result.isError())) {
            throw new IllegalArgumentException(result.content().toString());
        }
    }
}
