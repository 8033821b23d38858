package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Output of a model call.
 *
 * @param finishReason {@code stop}, {@code tool_calls}, {@code length} or {@code content_filter}
 * @param model the model that answered, as the provider names it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlmOutput(
        @JsonProperty("text") @Nullable String text,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("finish_reason") String finishReason,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("response_id") @Nullable String responseId) {
    public LlmOutput {
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }
}
