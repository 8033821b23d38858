package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says what it means that a provider did not answer, in the provider's own words and without any key. Safe to share. */
final class ProviderErrors {
    private static final Usage NOTHING = Usage.of(0, 0);
    private final List<Secret> secrets;
    private final Clock clock;

    ProviderErrors(LlmSettings settings, Clock clock) {
        this.secrets = List.of(settings.openaiApiKey(), settings.anthropicApiKey());
        this.clock = clock;
    }

    /** No answer, or only a part of one. What it cost is known only where nobody was reached. */
    ProviderFailed broken(ModelRef who, IOException cause) {
        boolean unreached = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String what = unreached ? " cannot be reached: " : " broke off its answer: ";
        return failed(ProviderFailed.Kind.UNAVAILABLE, who + what + quote(why), unreached ? NOTHING : null);
    }

    /** An answer that is none. The model may have been at work for it: what it reports counts, else nobody knows. */
    ProviderFailed unreadable(ModelRef who, String what, String body, @Nullable Usage usage) {
        String said = body.isBlank() ? "nothing" : quote(body);
        return failed(ProviderFailed.Kind.UNAVAILABLE, who + " answered " + what + ": " + said, usage);
    }

    /** The error that an answer holds, whatever its status says; empty when it holds none. */
    Optional<ProviderFailed> of(ModelRef who, Transport.Reply reply, @Nullable JsonNode body) {
        JsonNode error = body == null ? null : error(body);
        if (reply.status() < 300 && error == null) {
            return Optional.empty();
        }
        int status = error != null && reply.status() < 400 ? codeWithin(error) : reply.status();
        String type = error == null ? "" : (Trees.text(error, "type") + " " + Trees.text(error, "code")).strip();
        String words = error == null ? quote(reply.body()) : quote(message(error));
        ProviderFailed.Kind kind = kind(status, type.toLowerCase(Locale.ROOT), words.toLowerCase(Locale.ROOT));
        return Optional.of(new ProviderFailed(
                kind,
                sentence(kind, who, status) + (words.isEmpty() ? "" : ": " + words),
                cost(kind, reply),
                RetryAfter.of(reply.headers(), clock.instant()).orElse(null)));
    }

    /** A refusal costs nothing. Where an answer had begun, or nobody knows what happened, nobody knows what it cost. */
    private static @Nullable Usage cost(ProviderFailed.Kind kind, Transport.Reply reply) {
        boolean refused = reply.status() >= 300 || (kind != ProviderFailed.Kind.UNAVAILABLE && !reply.isEventStream());
        return refused ? NOTHING : null;
    }

    private static @Nullable JsonNode error(JsonNode body) {
        if (body.hasNonNull("error")) {
            return body.get("error");
        }
        return Trees.text(body, "type").equals("error")
                        || Trees.text(body, "object").equals("error")
                ? body
                : null;
    }

    private static String message(JsonNode error) {
        if (error.isString()) {
            return error.stringValue();
        }
        return Trees.text(error, "message").isEmpty() ? error.toString() : Trees.text(error, "message");
    }

    /** A status that stands in the error itself, as some send it with 200; 0 when there is none. */
    private static int codeWithin(JsonNode error) {
        for (String name : new String[] {"code", "status", "status_code"}) {
            String code = error.path(name).isString()
                    ? error.path(name).stringValue()
                    : error.path(name).toString();
            if (code.matches("[45][0-9]{2}")) {
                return Integer.parseInt(code);
            }
        }
        return 0;
    }

    private static ProviderFailed.Kind kind(int status, String type, String words) {
        if (status == 402 || type.matches(".*(quota|billing|insufficient_balance|credit).*") || isOutOfMoney(words)) {
            return ProviderFailed.Kind.QUOTA;
        }
        if (status == 401 || status == 403 || type.matches(".*(authentication|permission|invalid_api_key).*")) {
            return ProviderFailed.Kind.AUTH;
        }
        if (status == 429 || type.matches(".*(rate_limit|resource_exhausted|too_many_requests).*")) {
            return ProviderFailed.Kind.LIMITED;
        }
        if (status == 529 || status == 503 || type.contains("overloaded")) {
            return ProviderFailed.Kind.OVERLOADED;
        }
        boolean theirs =
                status >= 500 || status == 408 || status == 409 || status == 425 || (status >= 300 && status < 400);
        boolean ours = status >= 400 || type.matches(".*(invalid_request|not_found|too_large|unsupported).*");
        return ours && !theirs ? ProviderFailed.Kind.REJECTED : ProviderFailed.Kind.UNAVAILABLE;
    }

    private static boolean isOutOfMoney(String words) {
        return words.contains("credit balance is too low") || words.contains("exceeded your current quota");
    }

    private static String sentence(ProviderFailed.Kind kind, ModelRef who, int status) {
        String answered = status == 0 ? " answered with an error" : " answered " + status;
        return switch (kind) {
            case AUTH ->
                who.provider() + " refused the worker's key; check " + keyName(who.provider())
                        + " and what the key may use";
            case QUOTA ->
                who + " has no quota or credit left for the worker's key; raise it at the provider, or give the worker"
                        + " another " + keyName(who.provider());
            case LIMITED -> who + " is limiting requests";
            case OVERLOADED -> who + " is overloaded (" + answered.strip() + ")";
            case UNAVAILABLE -> who + answered;
            case REJECTED -> who + " rejected the request (" + answered.strip() + ")";
        };
    }

    static String keyName(String provider) {
        return provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY";
    }

    private static ProviderFailed failed(ProviderFailed.Kind kind, String message, @Nullable Usage usage) {
        return new ProviderFailed(kind, message, usage, null);
    }

    private String quote(String text) {
        return Texts.quote(text, secrets);
    }
}
