package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Input of a tool call.
 *
 * @param tool the platform's name of the tool, as in policies: {@code orders.lookup}
 * @param server the MCP server in the worker's configuration
 * @param serverTool the tool's name on that server
 * @param arguments the exact arguments that were decided on; the grant has their digest
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolInput(
        @JsonProperty("tool") String tool,
        @JsonProperty("server") String server,
        @JsonProperty("server_tool") String serverTool,
        @JsonProperty("arguments") Map<String, Object> arguments) {
    public ToolInput {
        arguments = arguments == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
