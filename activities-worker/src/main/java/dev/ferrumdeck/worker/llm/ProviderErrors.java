package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.work.WorkFailed;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Turns what a provider throws into our codes, with words that never hold a key. */
final class ProviderErrors {
    private static final int LONGEST = 500;
    private final List<Secret> secrets;

    ProviderErrors(LlmSettings settings) {
        this.secrets = List.of(settings.openaiApiKey(), settings.anthropicApiKey());
    }

    /** The failure to report; throws when the call was only told to stop. */
    WorkFailed failure(String provider, String model, RuntimeException cause) throws InterruptedException {
        if (cause instanceof WorkFailed failure) {
            return failure;
        }
        if (has(cause, InterruptedException.class) || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the model call was told to stop");
        }
        String who = provider + "/" + model;
        int status = status(cause);
        if (cause instanceof AuthenticationException || status == 401 || status == 403) {
            return WorkFailed.terminal(
                    ErrorCode.PROVIDER_AUTH,
                    provider + " refused the worker's key; check " + provider.toUpperCase(Locale.ROOT)
                            + "_API_KEY and what the key may use");
        }
        if (cause instanceof RateLimitException || status == 429) {
            return WorkFailed.transientError(
                    ErrorCode.PROVIDER_RATE_LIMITED, who + " is limiting requests: " + words(cause));
        }
        if (unavailable(cause, status)) {
            return WorkFailed.transientError(
                    ErrorCode.PROVIDER_UNAVAILABLE, who + " did not answer as it should: " + words(cause));
        }
        return WorkFailed.terminal(ErrorCode.PROVIDER_REJECTED, who + " rejected the request: " + words(cause));
    }

    private static boolean unavailable(RuntimeException cause, int status) {
        return status >= 500
                || cause instanceof InternalServerException
                || cause instanceof TimeoutException
                || cause instanceof UnresolvedModelServerException
                || (!(cause instanceof NonRetriableException) && status == 0 && has(cause, IOException.class))
                || (!(cause instanceof NonRetriableException) && status == 0 && isNotOurs(cause));
    }

    /** What no kind of error explains, such as an answer that is no JSON: the provider is to blame, and it may pass. */
    private static boolean isNotOurs(RuntimeException cause) {
        return !(cause instanceof IllegalArgumentException);
    }

    private static int status(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof HttpException http) {
                return http.statusCode();
            }
        }
        return 0;
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> type) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private String words(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        for (Secret secret : secrets) {
            if (secret.isPresent()) {
                text = text.replace(secret.reveal(), "***");
            }
        }
        text = text.replaceAll("\\b(sk|pk|key)-[A-Za-z0-9_*-]{6,}", "***");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
