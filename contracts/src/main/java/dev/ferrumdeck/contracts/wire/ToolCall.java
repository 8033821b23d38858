package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call of a tool that a model proposed.
 *
 * @param id the provider's id of the call, unique in its message
 * @param name the name of the tool, as the model was told it
 * @param arguments the proposed arguments
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolCall(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("arguments") Map<String, Object> arguments) {
    public ToolCall {
        arguments = arguments == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
