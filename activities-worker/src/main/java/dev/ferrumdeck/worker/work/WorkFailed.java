package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import org.jspecify.annotations.Nullable;

/** An attempt failed. The message says what happened, to what, and what to do; it holds no secrets. */
public final class WorkFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean retryable;
    private final boolean certain;
    private final transient @Nullable Usage usage;

    private WorkFailed(ErrorCode code, String message, boolean retryable, boolean certain, @Nullable Usage usage) {
        super(message);
        this.code = code;
        this.retryable = retryable;
        this.certain = certain;
        this.usage = usage;
    }

    /** The same call will fail again. */
    public static WorkFailed terminal(ErrorCode code, String message) {
        return new WorkFailed(code, message, false, true, null);
    }

    /** The same call may succeed later; nothing was done. */
    public static WorkFailed transientError(ErrorCode code, String message) {
        return new WorkFailed(code, message, true, true, null);
    }

    /** The call was under way when it broke: whether it had its effect is not known. */
    public static WorkFailed midway(ErrorCode code, String message) {
        return new WorkFailed(code, message, true, false, null);
    }

    /** The same failure of a model call that used this much; null when nobody knows how much. */
    public WorkFailed having(@Nullable Usage used) {
        return new WorkFailed(code, String.valueOf(getMessage()), retryable, certain, used);
    }

    /** The same failure with more to say. */
    public WorkFailed adding(String words) {
        return new WorkFailed(code, getMessage() + words, retryable, certain, usage);
    }

    /** What a model call used before it failed; null when nobody knows, or nothing has a price. */
    public @Nullable Usage usage() {
        return usage;
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether it is known that the effect did not happen, or that it happened as told. */
    public boolean certain() {
        return certain;
    }

    /** As the result's {@code error} on the wire. */
    public WorkerError asError() {
        return new WorkerError(code.wireName(), String.valueOf(getMessage()), retryable);
    }
}
