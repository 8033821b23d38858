package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks models of one provider, once. Safe to share. */
interface Provider {
    /**
     * Asks and waits for the whole answer.
     *
     * @param limit the longest to wait
     * @param heard is given text while it comes; nothing, where the provider does not stream
     * @throws ProviderFailed when there is no answer that anybody could use
     * @throws InterruptedException when told to stop; the exchange is then aborted
     */
    Answer ask(LlmInput input, Duration limit, Consumer<String> heard) throws InterruptedException;
}
