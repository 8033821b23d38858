package dev.ferrumdeck.worker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedChatModelTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("refund-1.yaml"), """
            turns:
              - text: Let me look.
                tool_calls:
                  - {name: orders.lookup, arguments: {id: "4711"}}
                usage: {input_tokens: 100, output_tokens: 20}
              - - when_last_tool_result_contains: denied
                  text: I may not do that.
                - tool_calls: [{name: payments.refund, arguments: {order: "4711", amount: 120}}]
              - {when_last_tool_result_contains: refunded, text: Done.}
            """);
        Files.writeString(folder.resolve("runaway.yaml"), """
            - {repeat: true, tool_calls: [{name: orders_lookup, arguments: {id: "1"}}]}
            """);
    }

    @Test
    void the_turn_is_chosen_by_how_often_the_assistant_spoke() throws Exception {
        Done first = call("refund-1", user());
        LlmOutput output = (LlmOutput) first.output();

        assertThat(output.text()).isEqualTo("Let me look.");
        assertThat(output.toolCalls()).containsExactly(ToolCall.of("call_1_1", "orders_lookup", Map.of("id", "4711")));
        assertThat(output.finishReason()).isEqualTo("tool_calls");
        assertThat(first.usage()).isEqualTo(Usage.of(100, 20).by("scripted/refund-1"));
    }

    @Test
    void the_first_branch_that_matches_is_played() throws Exception {
        assertThat(text("refund-1", user(), assistant(), tool("denied by policy")))
                .isEqualTo("I may not do that.");
        LlmOutput output =
                (LlmOutput) call("refund-1", user(), assistant(), tool("paid")).output();
        assertThat(output.toolCalls()).extracting(ToolCall::name).containsExactly("payments_refund");
    }

    @Test
    void usage_is_counted_from_sizes_when_the_scenario_gives_none() throws Exception {
        Done done = call("refund-1", user(), assistant(), tool("paid"));
        assertThat(done.usage())
                .isNotNull()
                .satisfies(usage -> assertThat(usage.inputTokens()).isPositive());
        assertThat(call("refund-1", user(), assistant(), tool("paid")).usage()).isEqualTo(done.usage());
    }

    @Test
    void a_repeating_last_turn_never_ends() throws Exception {
        for (int spoken = 0; spoken < 5; spoken++) {
            List<Map<String, Object>> messages = new ArrayList<>(List.of(user()));
            for (int i = 0; i < spoken; i++) {
                messages.add(assistant());
                messages.add(tool("x"));
            }
            assertThat(((LlmOutput) call("runaway", messages).output()).toolCalls())
                    .hasSize(1);
        }
    }

    @Test
    void a_scenario_that_has_no_answer_says_so() {
        assertThatThrownBy(() -> call("refund-1", user(), assistant(), tool("a"), assistant(), tool("broke")))
                .hasMessageContaining("no branch of turn 3 matches")
                .hasMessageContaining("broke");
        assertThatThrownBy(() -> call("refund-1", user(), assistant(), assistant(), assistant()))
                .hasMessageContaining("has 3 turns and was asked for turn 4");
        assertThatThrownBy(() -> call("nosuch", user())).hasMessageContaining("nosuch.yaml");
        assertThatThrownBy(() -> call("../etc/passwd", user())).hasMessageContaining("its name may have");
    }

    private String text(String model, Map<?, ?>... messages) throws InterruptedException {
        return String.valueOf(((LlmOutput) call(model, messages).output()).text());
    }

    private Done call(String model, Map<?, ?>... messages) throws InterruptedException {
        return call(model, List.of(messages));
    }

    private Done call(String model, List<? extends Map<?, ?>> messages) throws InterruptedException {
        Map<String, Object> input = Map.of(
                "provider",
                "scripted",
                "model",
                model,
                "max_tokens",
                100,
                "messages",
                messages,
                "tools",
                List.of(Map.of(
                        "name", "orders_lookup",
                        "description", "",
                        "input_schema", Map.of("type", "object"))));
        return LlmCalls.actor(LlmSettingsFor.scripted(folder))
                .prepare(new Assignment(Jobs.llm(input), input, Duration.ofSeconds(5), ""))
                .act();
    }

    private static Map<String, Object> user() {
        return Map.of("role", "user", "content", "refund 4711");
    }

    private static Map<String, Object> assistant() {
        return Map.of(
                "role",
                "assistant",
                "tool_calls",
                List.of(Map.of("id", "c", "name", "orders_lookup", "arguments", Map.of())));
    }

    private static Map<String, Object> tool(String content) {
        return Map.of("role", "tool", "tool_call_id", "c", "tool_name", "orders_lookup", "content", content);
    }
}
