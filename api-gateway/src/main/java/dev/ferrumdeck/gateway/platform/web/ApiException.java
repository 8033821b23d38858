package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import java.util.Map;

/** A refusal, rendered as an RFC 9457 problem with the status of its code. */
public class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final List<Violation> errors;
    private final Map<String, String> headers;

    private ApiException(ErrorCode code, String detail, List<Violation> errors, Map<String, String> headers) {
        super(detail);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /** Says what happened, to which id, and what the reader can do. */
    public static ApiException of(ErrorCode code, String detail) {
        return new ApiException(code, detail, List.of(), Map.of());
    }

    /** The same, with the places in the body. */
    public static ApiException of(ErrorCode code, String detail, List<Violation> errors) {
        return new ApiException(code, detail, errors, Map.of());
    }

    /** The same, with headers for the answer, such as {@code Retry-After}. */
    public static ApiException withHeaders(ErrorCode code, String detail, Map<String, String> headers) {
        return new ApiException(code, detail, List.of(), headers);
    }

    /** There is no such thing, or it belongs to another tenant: the two are never told apart. */
    public static ApiException notFound(String kind, String id) {
        return of(ErrorCode.NOT_FOUND, "There is no " + kind + " '" + id + "' for this key.");
    }

    /** The caller may not do this. */
    public static ApiException forbidden(String detail) {
        return of(ErrorCode.FORBIDDEN, detail);
    }

    /** The request as a whole makes no sense. */
    public static ApiException invalid(String detail) {
        return of(ErrorCode.INVALID_REQUEST, detail);
    }

    /** One value in the body is wrong. */
    public static ApiException invalid(String pointer, String message) {
        return of(
                ErrorCode.VALIDATION_FAILED,
                "The request is not valid: " + message,
                List.of(new Violation(pointer, message)));
    }

    /** The thing is not in a state that allows this. */
    public static ApiException conflict(String detail) {
        return of(ErrorCode.CONFLICT, detail);
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** The places in the body; empty when there are none to name. */
    public List<Violation> errors() {
        return errors;
    }

    /** Extra headers of the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
