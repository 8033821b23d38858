package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Output of a model call.
 *
 * @param finishReason {@code stop}, {@code tool_calls}, {@code length}, {@code content_filter} or {@code refusal}. The
 *     last three are cut answers: their calls are never made
 * @param model the model that answered, as the provider names it
 * @param structured the answer as JSON that fits the input's {@code output_schema}, or null when none was asked for
 * @param opaque what the provider wants back beside this answer, such as signed thinking: JSON text that only the worker
 *     reads, sent back byte for byte in {@link Message#opaque}; or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlmOutput(
        @JsonProperty("text") @Nullable String text,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("finish_reason") String finishReason,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("response_id") @Nullable String responseId,
        @JsonProperty("structured") @Nullable Object structured,
        @JsonProperty("opaque") @Nullable String opaque) {
    public LlmOutput {
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }

    /** Whether the model did not say all that it would have said. */
    public boolean wasCut() {
        return switch (finishReason == null ? "" : finishReason) {
            case "length", "content_filter", "refusal" -> true;
            default -> false;
        };
    }

    /** Whether there is nothing in it that anybody could go on from. */
    public boolean saysNothing() {
        return toolCalls.isEmpty() && (text == null || text.isBlank()) && structured == null;
    }
}
