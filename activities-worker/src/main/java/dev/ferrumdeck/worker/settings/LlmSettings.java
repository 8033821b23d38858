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
 * @param timeout longest wait for one answer of a provider; FERRUMDECK_LLM_TIMEOUT
 * @param concurrency how many calls of one provider are in motion at once; FERRUMDECK_LLM_CONCURRENCY
 * @param stream whether answers are read while they come; FERRUMDECK_LLM_STREAM
 * @param breakerRest how long a provider that keeps failing is left alone
 */
@ConfigurationProperties("ferrumdeck.llm")
public record LlmSettings(
        @DefaultValue("") Secret openaiApiKey,
        @DefaultValue(LlmSettings.OPENAI) String openaiBaseUrl,
        @DefaultValue("") Secret anthropicApiKey,
        @DefaultValue(LlmSettings.ANTHROPIC) String anthropicBaseUrl,
        @Nullable Path scriptedDir,
        @DefaultValue("120s") Duration timeout,
        @DefaultValue("200") int concurrency,
        @DefaultValue("true") boolean stream,
        @DefaultValue("20s") Duration breakerRest) {
    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String ANTHROPIC = "https://api.anthropic.com/v1";

    public LlmSettings {
        openaiBaseUrl = openaiBaseUrl.isBlank() ? OPENAI : openaiBaseUrl;
        anthropicBaseUrl = anthropicBaseUrl.isBlank() ? ANTHROPIC : anthropicBaseUrl;
        if (concurrency < 1) {
            throw new Misconfigured("FERRUMDECK_LLM_CONCURRENCY must be 1 or more");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new Misconfigured("FERRUMDECK_LLM_TIMEOUT must be longer than nothing");
        }
    }
}
