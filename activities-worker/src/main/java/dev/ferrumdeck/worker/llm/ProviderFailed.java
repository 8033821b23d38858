package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider gave no usable answer. The message quotes it and holds no key. */
final class ProviderFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What it means for the next try. */
    enum Kind {
        /** The key is not accepted. */
        AUTH(ErrorCode.PROVIDER_AUTH, false),
        /** There is no money or quota left: asking again changes nothing. */
        QUOTA(ErrorCode.PROVIDER_QUOTA, false),
        /** Too many requests now; later it will do. */
        LIMITED(ErrorCode.PROVIDER_RATE_LIMITED, false),
        /** It is overloaded and says so; later it will do. */
        OVERLOADED(ErrorCode.PROVIDER_UNAVAILABLE, true),
        /** It did not answer, or not as it should. */
        UNAVAILABLE(ErrorCode.PROVIDER_UNAVAILABLE, true),
        /** The request is at fault, for this provider. */
        REJECTED(ErrorCode.PROVIDER_REJECTED, false);

        private final ErrorCode code;
        private final boolean retryable;

        Kind(ErrorCode code, boolean retryable) {
            this.code = code;
            this.retryable = retryable;
        }

        /** Whether waiting helps, and the provider is not at fault. */
        boolean passes() {
            return this == LIMITED || this == OVERLOADED;
        }
    }

    private final Kind kind;
    private final transient @Nullable Usage usage;
    private final transient @Nullable Duration retryAfter;

    /**
     * A failure.
     *
     * @param usage what it cost: nothing when the provider refused, null when nobody knows
     * @param retryAfter how long the provider asks to wait, or null
     */
    ProviderFailed(Kind kind, String message, @Nullable Usage usage, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.usage = usage;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it is known that nothing was used. */
    boolean isFree() {
        return usage != null && usage.inputTokens() == 0 && usage.outputTokens() == 0;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    /** The failure of that model. */
    WorkFailed asWorkFailed(ModelRef who) {
        String message = String.valueOf(getMessage());
        WorkFailed failure = kind.retryable
                ? WorkFailed.transientError(kind.code, message)
                : WorkFailed.terminal(kind.code, message);
        return failure.having(usage == null || isFree() ? usage : usage.by(who.toString()));
    }
}
