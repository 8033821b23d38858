package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input of a model call.
 *
 * @param provider {@code openai}, {@code anthropic} or {@code scripted}
 * @param maxTokens the most tokens the model may answer with; already clamped to the budget
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlmInput(
        @JsonProperty("provider") String provider,
        @JsonProperty("model") String model,
        @JsonProperty("system") @Nullable String system,
        @JsonProperty("messages") List<Message> messages,
        @JsonProperty("tools") List<ToolSpec> tools,
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("temperature") @Nullable Double temperature) {
    public LlmInput {
        messages = messages == null ? List.of() : List.copyOf(messages);
        tools = tools == null ? List.of() : List.copyOf(tools);
    }
}
