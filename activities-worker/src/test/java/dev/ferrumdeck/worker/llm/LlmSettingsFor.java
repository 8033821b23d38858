package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of providers, for tests. */
final class LlmSettingsFor {
    static final String OPENAI_KEY = "sk-canary-openai-123456";
    static final String ANTHROPIC_KEY = "sk-ant-canary-123456";

    private LlmSettingsFor() {}

    static LlmSettings scripted(Path folder) {
        return new LlmSettings(
                Secret.NONE, "", Secret.NONE, "", folder, Duration.ofSeconds(1), 8, true, Duration.ofSeconds(1));
    }

    static LlmSettings none() {
        return new LlmSettings(
                Secret.NONE, "", Secret.NONE, "", null, Duration.ofSeconds(1), 8, true, Duration.ofSeconds(1));
    }

    /** Both providers at that address, which ends with {@code /v1}. */
    static LlmSettings at(String base, boolean stream, Duration timeout) {
        return new LlmSettings(
                new Secret(OPENAI_KEY),
                base,
                new Secret(ANTHROPIC_KEY),
                base,
                null,
                timeout,
                250,
                stream,
                Duration.ofSeconds(20));
    }
}
