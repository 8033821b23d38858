package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import org.jspecify.annotations.Nullable;

/**
 * An attempt failed: nothing was done, it failed for sure, or nobody knows. The message says what happened, to what, and
 * what to do, in the words of the server or provider where they are known; it holds no secrets.
 */
public abstract sealed class WorkFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient @Nullable Usage usage;

    private WorkFailed(ErrorCode code, String message, @Nullable Usage usage) {
        super(message);
        this.code = code;
        this.usage = usage;
    }

    /** Nothing was done, and the same call may succeed later. */
    public static final class NotDone extends WorkFailed {
        private static final long serialVersionUID = 1L;

        private NotDone(ErrorCode code, String message, @Nullable Usage usage) {
            super(code, message, usage);
        }

        @Override
        WorkFailed with(String message, @Nullable Usage used) {
            return new NotDone(code(), message, used);
        }
    }

    /** It is known that it failed, and the same call will fail again. */
    public static final class FailedForSure extends WorkFailed {
        private static final long serialVersionUID = 1L;

        private FailedForSure(ErrorCode code, String message, @Nullable Usage usage) {
            super(code, message, usage);
        }

        @Override
        WorkFailed with(String message, @Nullable Usage used) {
            return new FailedForSure(code(), message, used);
        }
    }

    /** The call was under way when it broke: whether it had its effect is not known. */
    public static final class Unknown extends WorkFailed {
        private static final long serialVersionUID = 1L;

        private Unknown(ErrorCode code, String message, @Nullable Usage usage) {
            super(code, message, usage);
        }

        @Override
        WorkFailed with(String message, @Nullable Usage used) {
            return new Unknown(code(), message, used);
        }
    }

    /** The same call will fail again. */
    public static WorkFailed terminal(ErrorCode code, String message) {
        return new FailedForSure(code, message, null);
    }

    /** The same call may succeed later; nothing was done. */
    public static WorkFailed transientError(ErrorCode code, String message) {
        return new NotDone(code, message, null);
    }

    /** The call was under way when it broke: whether it had its effect is not known. */
    public static WorkFailed midway(ErrorCode code, String message) {
        return new Unknown(code, message, null);
    }

    abstract WorkFailed with(String message, @Nullable Usage used);

    /** The same failure of a model call that used this much; null when nobody knows how much. */
    public WorkFailed having(@Nullable Usage used) {
        return with(String.valueOf(getMessage()), used);
    }

    /** The same failure with more to say. */
    public WorkFailed adding(String words) {
        return with(getMessage() + words, usage);
    }

    /** What a model call used before it failed; null when nobody knows, or nothing has a price. */
    public @Nullable Usage usage() {
        return usage;
    }

    public ErrorCode code() {
        return code;
    }

    /** As the result's {@code error} on the wire. */
    public WorkerError asError() {
        return new WorkerError(code.wireName(), String.valueOf(getMessage()), !(this instanceof FailedForSure));
    }
}
