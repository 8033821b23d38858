package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Output of a tool call.
 *
 * @param text all text content of the result, joined by line ends; what a model is told
 * @param structured the structured content, when the tool gave some (any JSON)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolOutput(
        @JsonProperty("text") String text,
        @JsonProperty("structured") @Nullable Object structured) {}
