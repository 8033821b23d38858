package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.wire.Usage;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Price of a model, in micro-dollars. A part of the input or output that has no rate of its own costs what the whole costs.
 *
 * @param inputMicrosPerMillion of a million input tokens
 * @param outputMicrosPerMillion of a million output tokens
 * @param cachedInputMicrosPerMillion of a million input tokens that the provider read from its cache, or null
 * @param cacheWriteMicrosPerMillion of a million input tokens that it wrote into its cache, or null
 * @param reasoningMicrosPerMillion of a million output tokens that nobody sees, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceSpec(
        @JsonProperty("input_micros_per_million") long inputMicrosPerMillion,
        @JsonProperty("output_micros_per_million") long outputMicrosPerMillion,

        @JsonProperty("cached_input_micros_per_million") @Nullable
        Long cachedInputMicrosPerMillion,

        @JsonProperty("cache_write_micros_per_million") @Nullable
        Long cacheWriteMicrosPerMillion,

        @JsonProperty("reasoning_micros_per_million") @Nullable
        Long reasoningMicrosPerMillion) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /** A price without rates of parts. */
    public PriceSpec(long inputMicrosPerMillion, long outputMicrosPerMillion) {
        this(inputMicrosPerMillion, outputMicrosPerMillion, null, null, null);
    }

    /** What the usage costs in micro-dollars, rounded up once, at most {@link Long#MAX_VALUE}. */
    public long costMicros(Usage usage) {
        long plainInput = usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens();
        long plainOutput = usage.outputTokens() - usage.reasoningTokens();
        BigInteger sum = cost(plainInput, inputMicrosPerMillion)
                .add(cost(usage.cachedInputTokens(), or(cachedInputMicrosPerMillion, inputMicrosPerMillion)))
                .add(cost(usage.cacheWriteTokens(), or(cacheWriteMicrosPerMillion, inputMicrosPerMillion)))
                .add(cost(plainOutput, outputMicrosPerMillion))
                .add(cost(usage.reasoningTokens(), or(reasoningMicrosPerMillion, outputMicrosPerMillion)));
        BigInteger micros = sum.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        return micros.min(MOST).longValue();
    }

    /** The dearest rate of input: what has to be reserved, because nobody knows beforehand what a cache does. */
    public long dearestInput() {
        return Math.max(inputMicrosPerMillion, or(cacheWriteMicrosPerMillion, 0));
    }

    /** The dearest rate of output. */
    public long dearestOutput() {
        return Math.max(outputMicrosPerMillion, or(reasoningMicrosPerMillion, 0));
    }

    private static BigInteger cost(long tokens, long rate) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(rate));
    }

    private static long or(@Nullable Long rate, long other) {
        return rate == null ? other : rate;
    }
}
