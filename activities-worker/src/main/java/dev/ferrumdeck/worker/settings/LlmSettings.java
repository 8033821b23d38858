package dev.ferrumdeck.worker.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Model providers. One without a key is simply not served.
 *
 * @param openaiApiKey OPENAI_API_KEY
 * @param openaiBaseUrl OPENAI_BASE_URL; anything that speaks the same API
 * @param anthropicApiKey ANTHROPIC_API_KEY
 * @param anthropicBaseUrl ANTHROPIC_BASE_URL
 * @param scriptedDir folder of scenario files of the scripted model; FERRUMDECK_SCRIPTED_DIR
 * @param timeout longest wait for one answer of a provider
 */
@ConfigurationProperties("ferrumdeck.llm")
public record LlmSettings(
        @DefaultValue("") Secret openaiApiKey,
        @DefaultValue("https://api.openai.com/v1") String openaiBaseUrl,
        @DefaultValue("") Secret anthropicApiKey,
        @DefaultValue("https://api.anthropic.com/v1") String anthropicBaseUrl,
        @Nullable Path scriptedDir,
        @DefaultValue("120s") Duration timeout) {}
