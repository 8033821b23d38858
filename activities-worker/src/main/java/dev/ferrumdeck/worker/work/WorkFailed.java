package dev.ferrumdeck.worker.work;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.WorkerError;

/** An attempt failed. The message says what happened, to what, and what to do; it holds no secrets. */
public final class WorkFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean retryable;
    private final boolean certain;

    private WorkFailed(ErrorCode code, String message, boolean retryable, boolean certain) {
        super(message);
        this.code = code;
        this.retryable = retryable;
        this.certain = certain;
    }

    /** The same call will fail again. */
    public static WorkFailed terminal(ErrorCode code, String message) {
        return new WorkFailed(code, message, false, true);
    }

    /** The same call may succeed later; nothing was done. */
    public static WorkFailed transientError(ErrorCode code, String message) {
        return new WorkFailed(code, message, true, true);
    }

    /** The call was under way when it broke: whether it had its effect is not known. */
    public static WorkFailed midway(ErrorCode code, String message) {
        return new WorkFailed(code, message, true, false);
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
