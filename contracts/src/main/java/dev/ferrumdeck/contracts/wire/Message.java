package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role {@code user}, {@code assistant} or {@code tool}
 * @param content the text; null for an assistant that only calls tools
 * @param toolCalls the calls an assistant proposed; empty otherwise
 * @param toolCallId which call a {@code tool} message answers, else null
 * @param toolName the name of the tool that answered, else null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Message(
        @JsonProperty("role") String role,
        @JsonProperty("content") @Nullable String content,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("tool_call_id") @Nullable String toolCallId,
        @JsonProperty("tool_name") @Nullable String toolName) {
    public Message {
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }
}
