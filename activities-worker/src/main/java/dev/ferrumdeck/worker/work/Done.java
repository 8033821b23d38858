package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.wire.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What came of the work.
 *
 * @param output {@link dev.ferrumdeck.contracts.wire.LlmOutput} or {@link dev.ferrumdeck.contracts.wire.ToolOutput}
 * @param usage what a model call used, or null when the provider did not say
 */
public record Done(Object output, @Nullable Usage usage) {}
