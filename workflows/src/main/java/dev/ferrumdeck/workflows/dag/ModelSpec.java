package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model and how it is called.
 *
 * @param provider {@code openai}, {@code anthropic}, {@code scripted} ...
 * @param name the model's name at its provider
 * @param maxTokens the most tokens of an answer
 * @param price overrides the price table; null when the table has the model
 * @param fallbacks who is asked, in this order, when it cannot answer
 * @param rateLimitSeconds how long its rate limits are waited out, beside the time of the call; null is the default
 * @param outputSchema JSON Schema (2020-12) that its answers have to fit, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelSpec(
        @JsonProperty("provider") String provider,
        @JsonProperty("name") String name,
        @JsonProperty("max_tokens") int maxTokens,
        @JsonProperty("temperature") @Nullable Double temperature,
        @JsonProperty("price") @Nullable PriceSpec price,
        @JsonProperty("fallbacks") List<Fallback> fallbacks,
        @JsonProperty("rate_limit_seconds") @Nullable Integer rateLimitSeconds,
        @JsonProperty("output_schema") @Nullable Map<String, Object> outputSchema) {
    /** Long enough for the limits by the minute that providers have. */
    public static final int DEFAULT_RATE_LIMIT_SECONDS = 120;

    public ModelSpec {
        fallbacks = fallbacks == null ? List.of() : List.copyOf(fallbacks);
    }

    /** A model without fallbacks, default patience, and answers as they come. */
    public ModelSpec(
            String provider, String name, int maxTokens, @Nullable Double temperature, @Nullable PriceSpec price) {
        this(provider, name, maxTokens, temperature, price, List.of(), null, null);
    }

    /**
     * A model that stands in for another one.
     *
     * @param price overrides the price table; null when the table has the model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fallback(
            @JsonProperty("provider") String provider,
            @JsonProperty("name") String name,
            @JsonProperty("price") @Nullable PriceSpec price) {
        /** As in policies and bills: {@code openai/gpt-5}. */
        public String fullName() {
            return provider + "/" + name;
        }
    }

    /** As in policies and bills: {@code openai/gpt-5}. */
    public String fullName() {
        return provider + "/" + name;
    }

    /** The queue of its calls where a step names none: models of LiteLLM are asked by the Python worker. */
    public String queue() {
        return provider.equals("litellm") ? "litellm" : "llm";
    }

    /** How long rate limits are waited out, in seconds. */
    public int patience() {
        return rateLimitSeconds == null ? DEFAULT_RATE_LIMIT_SECONDS : rateLimitSeconds;
    }
}
