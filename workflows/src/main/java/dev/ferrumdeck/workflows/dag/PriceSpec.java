package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Price of a model, in micro-dollars.
 *
 * @param inputMicrosPerMillion of a million input tokens
 * @param outputMicrosPerMillion of a million output tokens
 */
public record PriceSpec(
        @JsonProperty("input_micros_per_million") long inputMicrosPerMillion,
        @JsonProperty("output_micros_per_million") long outputMicrosPerMillion) {}
