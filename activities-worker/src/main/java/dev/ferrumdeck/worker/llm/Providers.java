package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The model providers that this worker can reach, made when they are first used. Safe to share. */
final class Providers {
    private final LlmSettings settings;
    private final ProviderErrors errors;
    private final Transport transport = new Transport();
    private final Map<String, Provider> providers = new ConcurrentHashMap<>();

    Providers(LlmSettings settings) {
        this.settings = settings;
        this.errors = new ProviderErrors(settings, Clock.systemUTC());
    }

    /** @throws WorkFailed when this worker cannot reach such a provider as it is configured */
    Provider named(String provider) {
        return providers.computeIfAbsent(provider, this::make);
    }

    private Provider make(String provider) {
        return switch (provider) {
            case OpenAiDialect.NAME ->
                http(new OpenAiDialect(settings.openaiBaseUrl(), key(settings.openaiApiKey(), provider)));
            case AnthropicDialect.NAME ->
                http(new AnthropicDialect(settings.anthropicBaseUrl(), key(settings.anthropicApiKey(), provider)));
            case ScriptedProvider.NAME -> scripted();
            default ->
                throw misconfigured("this worker knows no model provider '" + provider
                        + "'; it knows openai, anthropic and scripted."
                        + " Correct the agent's model, or give its steps a queue whose workers know it");
        };
    }

    private Provider http(Dialect dialect) {
        return new HttpProvider(dialect, transport, errors, settings.stream());
    }

    private Provider scripted() {
        if (settings.scriptedDir() == null || settings.scriptedDir().toString().isEmpty()) {
            throw misconfigured(
                    "set FERRUMDECK_SCRIPTED_DIR of the worker to a folder of scenario files to use scripted models");
        }
        return new ScriptedProvider(new ScriptedChatModel(settings.scriptedDir()));
    }

    private static String key(Secret key, String provider) {
        if (!key.isPresent()) {
            throw misconfigured("this worker has no key for " + provider + ": set " + ProviderErrors.keyName(provider)
                    + " where the worker starts, and start it again");
        }
        return key.reveal();
    }

    private static WorkFailed misconfigured(String message) {
        return WorkFailed.terminal(ErrorCode.WORKER_MISCONFIGURED, message).having(Usage.of(0, 0));
    }
}
