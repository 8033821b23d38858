package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that a model proposed.
 *
 * @param id the worker's id of the call, unique in its conversation: at most 40 of {@code [A-Za-z0-9_-]}
 * @param name the name of the tool, as the model wrote it: it may be one that nobody told it
 * @param arguments the proposed arguments; empty when {@code notAnObject} says what came in their place
 * @param notAnObject what the model wrote where a JSON object of arguments belongs, or null. Such a call is not made; the
 *     model is told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolCall(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("arguments") Map<String, Object> arguments,
        @JsonProperty("not_an_object") @Nullable String notAnObject) {
    public ToolCall {
        arguments = arguments == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** A call with arguments as they should be. */
    public static ToolCall of(String id, String name, Map<String, Object> arguments) {
        return new ToolCall(id, name, arguments, null);
    }
}
