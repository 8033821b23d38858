package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A model and how it is called.
 *
 * @param provider {@code openai}, {@code anthropic}, {@code scripted} ...
 * @param name the model's name at its provider
 * @param maxTokens the most tokens of an answer
 * @param price overrides the price table; null when the table has the model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSpec(
        @JsonProperty("provider") String provider,
        @JsonProperty("name") String name,
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("temperature") @Nullable Double temperature,
        @JsonProperty("price") @Nullable PriceSpec price) {}
