package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a model call used, as the provider reports it, in tokens. The gateway alone turns it into money. Whatever the
 * provider's own way to count, the parts are parts here: cached and newly cached tokens are among the input's, reasoning
 * among the output's.
 *
 * @param inputTokens all of the prompt
 * @param outputTokens all of the answer
 * @param cachedInputTokens part of the input that the provider read from its cache
 * @param cacheWriteTokens part of the input that it wrote into its cache
 * @param reasoningTokens part of the output that nobody sees
 * @param model who used it, as {@code provider/name} of the input's model or of one of its fallbacks; null is the model
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Usage(
        @JsonProperty("input_tokens") long inputTokens,
        @JsonProperty("output_tokens") long outputTokens,
        @JsonProperty("cached_input_tokens") Long cachedInputTokens,
        @JsonProperty("cache_write_tokens") Long cacheWriteTokens,
        @JsonProperty("reasoning_tokens") Long reasoningTokens,
        @JsonProperty("model") @Nullable String model) {
    /** More than any model takes or gives in one call: whoever counts more has miscounted. */
    private static final long MOST = 100_000_000;

    public Usage {
        cachedInputTokens = cachedInputTokens == null ? 0L : cachedInputTokens;
        cacheWriteTokens = cacheWriteTokens == null ? 0L : cacheWriteTokens;
        reasoningTokens = reasoningTokens == null ? 0L : reasoningTokens;
    }

    /** Input and output, with no parts of their own price. */
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, 0L, 0L, 0L, null);
    }

    /** Both together, of the same model. */
    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cachedInputTokens + other.cachedInputTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                reasoningTokens + other.reasoningTokens,
                model);
    }

    /** The same, used by that model. */
    public Usage by(String name) {
        return new Usage(inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens, name);
    }

    /**
     * Whether it can be true. What cannot be true counts as not reported: the call is then charged what was reserved.
     *
     * @param answered whether the model said something: that has used input and output
     */
    public boolean isBelievable(boolean answered) {
        long least = answered ? 1 : 0;
        return within(inputTokens, least, MOST)
                && within(outputTokens, least, MOST)
                && within(cachedInputTokens, 0, inputTokens)
                && within(cacheWriteTokens, 0, inputTokens - cachedInputTokens)
                && within(reasoningTokens, 0, outputTokens);
    }

    private static boolean within(long tokens, long least, long most) {
        return tokens >= least && tokens <= most;
    }
}
