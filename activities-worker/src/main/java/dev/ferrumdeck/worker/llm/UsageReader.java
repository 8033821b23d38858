package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what providers report of tokens, each in its own way to count. What cannot be read is negative, so not believed. */
final class UsageReader {
    private UsageReader() {}

    /** OpenAI's: cached and reasoning tokens are among the others; at some that speak its language, reasoning is beside. */
    static @Nullable Usage openAi(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        long input = first(usage, "prompt_tokens", "input_tokens");
        long output = first(usage, "completion_tokens", "output_tokens");
        JsonNode details = usage.has("prompt_tokens_details")
                ? usage.path("prompt_tokens_details")
                : usage.path("input_tokens_details");
        JsonNode produced = usage.has("completion_tokens_details")
                ? usage.path("completion_tokens_details")
                : usage.path("output_tokens_details");
        long reasoning = tokens(produced.path("reasoning_tokens"), 0);
        boolean beside = reasoning > 0 && tokens(usage.path("total_tokens"), -1) == input + output + reasoning;
        return new Usage(
                input,
                beside ? output + reasoning : output,
                tokens(details.path("cached_tokens"), 0),
                tokens(details.path("cache_write_tokens"), 0),
                reasoning,
                null);
    }

    /** Anthropic's: what was read from the cache or written into it comes on top of the input. */
    static @Nullable Usage anthropic(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        long cached = tokens(usage.path("cache_read_input_tokens"), 0);
        long written = tokens(usage.path("cache_creation_input_tokens"), 0);
        long input = tokens(usage.path("input_tokens"), -1);
        boolean readable = input >= 0 && cached >= 0 && written >= 0;
        return new Usage(
                readable ? input + cached + written : -1,
                tokens(usage.path("output_tokens"), -1),
                cached,
                written,
                0L,
                null);
    }

    private static long first(JsonNode usage, String name, String otherName) {
        return tokens(usage.path(usage.has(name) ? name : otherName), -1);
    }

    /** A count; what is given when there is none, and -1 when it is none. */
    private static long tokens(JsonNode value, long absent) {
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? Math.max(-1, value.longValue()) : -1;
    }
}
