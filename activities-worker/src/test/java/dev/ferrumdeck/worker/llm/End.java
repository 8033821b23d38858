package dev.ferrumdeck.worker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a model call: a result, or a failure. */
record End(@Nullable Done done, @Nullable WorkFailed failure) {

    /** Holds it against the words of {@code unfriendly.txt}. */
    void check(String right) {
        String word = right.split(" ", 2)[0];
        String rest = right.length() > word.length() ? right.substring(word.length() + 1) : "";
        switch (word) {
            case "calls" -> calls(rest);
            case "arguments" -> {
                assertThat(one().notAnObject()).isNull();
                assertThat(Json.write(one().arguments())).isEqualTo(rest);
            }
            case "told" -> {
                assertThat(one().notAnObject()).contains(rest);
                assertThat(one().arguments()).isEmpty();
            }
            case "says" -> says(rest.split(" ", 2));
            case "used" -> used(rest);
            case "keeps" -> assertThat(output().opaque()).contains(rest);
            case "fails" -> fails(rest.split(" ", 4));
            default -> throw new IllegalArgumentException("no such end: " + right);
        }
    }

    LlmOutput output() {
        assertThat(failure).isNull();
        return (LlmOutput) Objects.requireNonNull(done).output();
    }

    private ToolCall one() {
        assertThat(output().toolCalls()).hasSize(1);
        return output().toolCalls().get(0);
    }

    private void calls(String names) {
        if (names.endsWith(" times")) {
            assertThat(output().toolCalls()).hasSize(Integer.parseInt(names.replace(" times", "")));
            return;
        }
        assertThat(output().finishReason()).isEqualTo("tool_calls");
        assertThat(output().toolCalls().stream().map(ToolCall::name).toList())
                .isEqualTo(List.of(names.replace("\"", "").split(",", -1)));
    }

    private void says(String[] finishAndText) {
        assertThat(output().finishReason()).isEqualTo(finishAndText[0]);
        assertThat(output().text() == null ? "" : output().text())
                .isEqualTo(finishAndText.length == 1 ? "" : finishAndText[1]);
    }

    private void used(String counts) {
        if (counts.equals("nothing known")) {
            assertThat(output().text()).isNotEmpty();
            assertThat(Objects.requireNonNull(done).usage()).isNull();
            return;
        }
        Usage usage = Objects.requireNonNull(done).usage();
        assertThat(usage).isNotNull();
        assertThat(List.of(
                        usage.inputTokens(),
                        usage.outputTokens(),
                        usage.cachedInputTokens(),
                        usage.cacheWriteTokens(),
                        usage.reasoningTokens()))
                .isEqualTo(List.of(counts.split(" ", -1)).stream()
                        .map(Long::valueOf)
                        .toList());
    }

    /** Code, whether it is worth another try, what it cost, and words that have to be in it. */
    private void fails(String[] parts) {
        WorkFailed failed = Objects.requireNonNull(failure, "a failure was expected");
        assertThat(failed.asError().code()).isEqualTo(parts[0]);
        assertThat(failed.asError().retryable()).isEqualTo(parts[1].equals("again"));
        switch (parts[2]) {
            case "free" -> assertThat(failed.usage()).isEqualTo(Usage.of(0, 0));
            case "unknown" -> assertThat(failed.usage()).isNull();
            default -> {
                assertThat(failed.usage()).isNotNull();
                assertThat(failed.usage().inputTokens() + "/" + failed.usage().outputTokens())
                        .isEqualTo(parts[2]);
            }
        }
        assertThat(failed.getMessage())
                .contains(parts.length < 4 ? "" : parts[3])
                .doesNotContain("canary", "NullPointer", "Exception", "java.");
    }
}
