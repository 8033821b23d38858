package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A model by its provider and its name there.
 *
 * @param provider {@code openai}, {@code anthropic}, {@code scripted} ...
 * @param model its name at the provider
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelRef(
        @JsonProperty("provider") String provider,
        @JsonProperty("model") String model) {
    /** As in {@link Usage#model} and in policies: {@code openai/gpt-5}. */
    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
