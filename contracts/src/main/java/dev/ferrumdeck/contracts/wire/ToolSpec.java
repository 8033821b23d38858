package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * A tool as a model is told of it.
 *
 * @param name the name the model must use
 * @param inputSchema JSON Schema of the arguments
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolSpec(
        @JsonProperty("name") String name,
        @JsonProperty("description") String description,
        @JsonProperty("input_schema") Map<String, Object> inputSchema) {}
