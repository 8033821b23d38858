package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param usage what its provider believably reported, or null
 */
record Answer(LlmOutput output, @Nullable Usage usage) {
    Answer withUsage(@Nullable Usage other) {
        return new Answer(output, other);
    }
}
