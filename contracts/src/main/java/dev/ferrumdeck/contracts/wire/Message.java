package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. After an assistant's message with calls come the {@code tool} messages that answer
 * them, one for each call, in their order.
 *
 * @param role {@code user}, {@code assistant} or {@code tool}
 * @param content the text; null for an assistant that only calls tools
 * @param toolCalls the calls an assistant proposed; empty otherwise
 * @param toolCallId which call a {@code tool} message answers, else null
 * @param toolName the name of the tool that answered, else null
 * @param opaque of an assistant: {@link LlmOutput#opaque} of its answer, byte for byte, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Message(
        @JsonProperty("role") String role,
        @JsonProperty("content") @Nullable String content,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("tool_call_id") @Nullable String toolCallId,
        @JsonProperty("tool_name") @Nullable String toolName,
        @JsonProperty("opaque") @Nullable String opaque) {
    public Message {
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }

    /** What a person or a program says. */
    public static Message user(String content) {
        return new Message("user", content, List.of(), null, null, null);
    }

    /** What a model said. */
    public static Message assistant(@Nullable String content, List<ToolCall> toolCalls, @Nullable String opaque) {
        return new Message("assistant", content, toolCalls, null, null, opaque);
    }

    /** What a model is told of a call that it proposed. */
    public static Message tool(ToolCall call, String content) {
        return new Message("tool", content, List.of(), call.id(), call.name(), null);
    }
}
