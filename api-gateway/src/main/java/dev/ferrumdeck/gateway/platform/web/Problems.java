package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import tools.jackson.core.JacksonException;

/** Translates the frameworks' errors into codes and violations. */
final class Problems {
    private Problems() {}

    static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 409 -> ErrorCode.CONFLICT;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> ErrorCode.VALIDATION_FAILED;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
        };
    }

    static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    static Violation of(JacksonException e) {
        String path = e.getPath().stream()
                .map(reference -> reference.getPropertyName() == null
                        ? String.valueOf(reference.getIndex())
                        : reference.getPropertyName())
                .map(Problems::escape)
                .collect(Collectors.joining("/"));
        String where = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return new Violation(path.isEmpty() ? "" : "/" + path, firstLine(e.getOriginalMessage()) + where);
    }

    static List<Violation> of(BindingResult result) {
        return result.getFieldErrors().stream()
                .map(error -> new Violation(pointer(error.getField()), message(error.getDefaultMessage())))
                .toList();
    }

    static List<Violation> of(ConstraintViolationException e) {
        return e.getConstraintViolations().stream()
                .map(violation ->
                        new Violation(pointer(violation.getPropertyPath().toString()), violation.getMessage()))
                .toList();
    }

    static List<Violation> of(HandlerMethodValidationException e) {
        return e.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new Violation(
                                Objects.requireNonNullElse(
                                        result.getMethodParameter().getParameterName(), "request"),
                                message(error.getDefaultMessage()))))
                .toList();
    }

    /** {@code steps[0].stepId} -> {@code /steps/0/step_id}. */
    static String pointer(String property) {
        return "/"
                + property.replace("[", ".")
                        .replace("]", "")
                        .replace('.', '/')
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT);
    }

    private static String escape(String part) {
        return part.replace("~", "~0").replace("/", "~1");
    }

    private static String message(@Nullable String text) {
        return text == null ? "is not valid" : text;
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "cannot be read" : text.lines().findFirst().orElse("cannot be read");
    }
}
