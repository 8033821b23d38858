package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Input of a model call.
 *
 * @param provider {@code openai}, {@code anthropic} or {@code scripted}
 * @param maxTokens the most tokens the model may answer with; already clamped to the budget
 * @param fallbacks who is asked, in this order, when the model cannot answer
 * @param rateLimitSeconds how long the worker waits out rate limits inside of the attempt; 0 is not at all
 * @param outputSchema JSON Schema (2020-12) that the answer has to fit, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LlmInput(
        @JsonProperty("provider") String provider,
        @JsonProperty("model") String model,
        @JsonProperty("system") @Nullable String system,
        @JsonProperty("messages") List<Message> messages,
        @JsonProperty("tools") List<ToolSpec> tools,
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("temperature") @Nullable Double temperature,
        @JsonProperty("fallbacks") List<ModelRef> fallbacks,
        @JsonProperty("rate_limit_seconds") Integer rateLimitSeconds,
        @JsonProperty("output_schema") @Nullable Map<String, Object> outputSchema) {
    public LlmInput {
        messages = messages == null ? List.of() : List.copyOf(messages);
        tools = tools == null ? List.of() : List.copyOf(tools);
        fallbacks = fallbacks == null ? List.of() : List.copyOf(fallbacks);
        rateLimitSeconds = rateLimitSeconds == null ? 0 : rateLimitSeconds;
    }

    /** The same, asked of another model. */
    public LlmInput to(ModelRef other) {
        return new LlmInput(
                other.provider(),
                other.model(),
                system,
                messages,
                tools,
                maxTokens,
                temperature,
                fallbacks,
                rateLimitSeconds,
                outputSchema);
    }

    /** The same after more was said. */
    public LlmInput after(List<Message> more) {
        return new LlmInput(
                provider,
                model,
                system,
                more,
                tools,
                maxTokens,
                temperature,
                fallbacks,
                rateLimitSeconds,
                outputSchema);
    }
}
