package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.work.WorkFailed;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The model providers that this worker can reach, made when they are first used. Safe to share. */
final class Providers {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final String DEFAULT_MODEL = "named-by-each-request";

    private final LlmSettings settings;
    private final ProviderErrors errors;
    private final Map<String, ChatModel> models = new ConcurrentHashMap<>();

    Providers(LlmSettings settings) {
        this.settings = settings;
        this.errors = new ProviderErrors(settings);
    }

    ChatModel model(String provider) {
        return models.computeIfAbsent(provider, this::make);
    }

    WorkFailed failure(String provider, String model, RuntimeException cause) throws InterruptedException {
        return errors.failure(provider, model, cause);
    }

    private ChatModel make(String provider) {
        return switch (provider) {
            case "openai" -> openai();
            case "anthropic" -> anthropic();
            case "scripted" -> scripted();
            default ->
                throw WorkFailed.terminal(
                        ErrorCode.WORKER_MISCONFIGURED,
                        "there is no model provider " + provider + "; there are openai, anthropic and scripted");
        };
    }

    private ChatModel openai() {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(settings.openaiBaseUrl())
                .apiKey(required(settings.openaiApiKey(), "OPENAI_API_KEY"))
                .modelName(DEFAULT_MODEL)
                .timeout(settings.timeout())
                .maxRetries(0)
                .build();
    }

    private ChatModel anthropic() {
        return AnthropicChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(settings.anthropicBaseUrl())
                .apiKey(required(settings.anthropicApiKey(), "ANTHROPIC_API_KEY"))
                .modelName(DEFAULT_MODEL)
                .timeout(settings.timeout())
                .maxRetries(0)
                .build();
    }

    private ChatModel scripted() {
        if (settings.scriptedDir() == null || settings.scriptedDir().toString().isEmpty()) {
            throw WorkFailed.terminal(
                    ErrorCode.WORKER_MISCONFIGURED,
                    "set FERRUMDECK_SCRIPTED_DIR of the worker to a folder of scenario files to use scripted models");
        }
        return new ScriptedChatModel(settings.scriptedDir());
    }

    private static HttpClientBuilder http() {
        return JdkHttpClient.builder()
                .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1))
                .connectTimeout(CONNECT_TIMEOUT);
    }

    private static String required(Secret key, String name) {
        if (!key.isPresent()) {
            throw WorkFailed.transientError(
                    ErrorCode.WORKER_MISCONFIGURED, "this worker has no key for that provider: set " + name);
        }
        return key.reveal();
    }
}
