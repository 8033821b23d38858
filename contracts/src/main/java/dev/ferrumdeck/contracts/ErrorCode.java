package dev.ferrumdeck.contracts;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every error that a caller, a worker or an operator can meet. The wire name is stable: clients branch on it. The HTTP
 * status is the one the gateway answers with; errors that only ever end a step have the status 422.
 */
public enum ErrorCode {
    INVALID_REQUEST("invalid-request", 400),
    UNAUTHENTICATED("unauthenticated", 401),
    FORBIDDEN("forbidden", 403),
    NOT_FOUND("not-found", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    NOT_ACCEPTABLE("not-acceptable", 406),
    CONFLICT("conflict", 409),
    ALREADY_DECIDED("already-decided", 409),
    IDEMPOTENCY_IN_PROGRESS("idempotency-in-progress", 409),
    ATTEMPT_NOT_READY("attempt-not-ready", 409),
    RESULT_CONFLICT("result-conflict", 409),
    RUN_OVER("run-over", 410),
    STALE_ATTEMPT("stale-attempt", 410),
    EVENTS_GONE("events-gone", 410),
    PRECONDITION_FAILED("precondition-failed", 412),
    PAYLOAD_TOO_LARGE("payload-too-large", 413),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415),
    VALIDATION_FAILED("validation-failed", 422),
    DEFINITION_INVALID("definition-invalid", 422),
    POLICY_INVALID("policy-invalid", 422),
    UNKNOWN_AGENT("unknown-agent", 422),
    UNKNOWN_TOOL("unknown-tool", 422),
    UNKNOWN_POLICY("unknown-policy", 422),
    UNKNOWN_MODEL_PRICE("unknown-model-price", 422),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 422),
    POLICY_DENIED("policy-denied", 422),
    IF_MATCH_REQUIRED("if-match-required", 428),
    RATE_LIMITED("rate-limited", 429),
    BUDGET_EXCEEDED("budget-exceeded", 429),
    INTERNAL("internal", 500),
    UNAVAILABLE("unavailable", 503),

    EXPRESSION_FAILED("expression-failed", 422),
    TIMEOUT("timeout", 422),
    LEASE_EXPIRED("lease-expired", 422),
    UNKNOWN_OUTCOME("unknown-outcome", 422),
    APPROVAL_DENIED("approval-denied", 422),
    APPROVAL_EXPIRED("approval-expired", 422),
    CANCELLED("cancelled", 422),
    DEADLINE_EXCEEDED("deadline-exceeded", 422),
    MODEL_CALLS_EXCEEDED("model-calls-exceeded", 422),
    TOO_MANY_CALLS("too-many-calls", 422),
    JOURNAL_DIVERGED("journal-diverged", 422),
    GRANT_INVALID("grant-invalid", 422),
    TOOL_CHANGED("tool-changed", 422),
    TOOL_FAILED("tool-failed", 422),
    TOOL_UNAVAILABLE("tool-unavailable", 422),
    TOOL_PROTOCOL("tool-protocol", 422),
    ANSWER_CUT("answer-cut", 422),
    ANSWER_EMPTY("answer-empty", 422),
    ANSWER_UNFIT("answer-unfit", 422),
    MODEL_REFUSED("model-refused", 422),
    PROVIDER_AUTH("provider-auth", 422),
    PROVIDER_QUOTA("provider-quota", 422),
    PROVIDER_RATE_LIMITED("provider-rate-limited", 422),
    PROVIDER_REJECTED("provider-rejected", 422),
    PROVIDER_UNAVAILABLE("provider-unavailable", 422),
    WORKER_MISCONFIGURED("worker-misconfigured", 422);

    private static final Map<String, ErrorCode> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::wireName, code -> code));

    private final String wireName;
    private final int httpStatus;

    ErrorCode(String wireName, int httpStatus) {
        this.wireName = wireName;
        this.httpStatus = httpStatus;
    }

    /** The code with this stable name. */
    public static Optional<ErrorCode> of(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** The stable name on the wire, such as {@code stale-attempt}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP status of a problem with this code. */
    public int httpStatus() {
        return httpStatus;
    }
}
