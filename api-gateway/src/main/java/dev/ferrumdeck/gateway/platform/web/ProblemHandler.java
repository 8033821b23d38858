package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Turns whatever a controller throws into a problem; what is not ours is looked up in {@link Problems}. */
@RestControllerAdvice
class ProblemHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler(ApiException.class)
    ResponseEntity<Problem> refused(ApiException refusal, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        refusal.headers().forEach(headers::set);
        Problem problem = ProblemWriter.problem(request, refusal.code(), refusal.getMessage(), refusal.errors());
        return answer(problem, headers);
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        BodyTooLargeException tooLarge = Problems.cause(e, BodyTooLargeException.class);
        if (tooLarge != null) {
            return answer(request, ErrorCode.PAYLOAD_TOO_LARGE, tooLarge.getMessage(), List.of());
        }
        DatabindException misfit = Problems.cause(e, DatabindException.class);
        if (misfit != null && Problems.cause(e, StreamReadException.class) == null) {
            String detail = "The request is not valid: a field that this route does not know, or of another type.";
            return answer(request, ErrorCode.VALIDATION_FAILED, detail, List.of(Problems.of(misfit)));
        }
        JacksonException syntax = Problems.cause(e, JacksonException.class);
        List<Violation> errors = syntax == null ? List.of() : List.of(Problems.of(syntax));
        return answer(request, ErrorCode.INVALID_REQUEST, "The body cannot be read as what this route takes.", errors);
    }

    @ExceptionHandler(RequestRejectedException.class)
    ResponseEntity<Problem> rejected(RequestRejectedException e, HttpServletRequest request) {
        String detail = "The request has characters where none of their kind can be.";
        return answer(request, ErrorCode.INVALID_REQUEST, detail, List.of());
    }

    @ExceptionHandler(BodyTooLargeException.class)
    ResponseEntity<Problem> tooLarge(BodyTooLargeException e, HttpServletRequest request) {
        return answer(request, ErrorCode.PAYLOAD_TOO_LARGE, e.getMessage(), List.of());
    }

    @ExceptionHandler(MethodArgumentNotValidException.class)
    ResponseEntity<Problem> bodyNotValid(MethodArgumentNotValidException e, HttpServletRequest request) {
        List<Violation> errors = Problems.of(e.getBindingResult());
        return answer(request, ErrorCode.VALIDATION_FAILED, "The request is not valid.", errors);
    }

    @ExceptionHandler(HandlerMethodValidationException.class)
    ResponseEntity<Problem> parametersNotValid(HandlerMethodValidationException e, HttpServletRequest request) {
        return answer(request, ErrorCode.INVALID_REQUEST, "A parameter is not valid.", Problems.of(e));
    }

    @ExceptionHandler(ConstraintViolationException.class)
    ResponseEntity<Problem> constraints(ConstraintViolationException e, HttpServletRequest request) {
        return answer(request, ErrorCode.VALIDATION_FAILED, "The request is not valid.", Problems.of(e));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        Violation violation = new Violation(e.getName(), "cannot be read as what this parameter takes");
        return answer(request, ErrorCode.INVALID_REQUEST, "A parameter is not valid.", List.of(violation));
    }

    @ExceptionHandler({
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> databaseAway(RuntimeException e, HttpServletRequest request) {
        log.warn("the database did not answer {} {}", request.getMethod(), request.getRequestURI(), e);
        return answer(request, ErrorCode.UNAVAILABLE, "The database does not answer; try again.", List.of());
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<Problem> other(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // the security filter chain answers these
        }
        if (e instanceof ErrorResponse response) {
            ErrorCode code = Problems.code(response.getStatusCode().value());
            Problem problem =
                    ProblemWriter.problem(request, code, response.getBody().getDetail(), List.of());
            return answer(problem, response.getHeaders());
        }
        if (e instanceof AsyncRequestNotUsableException || e instanceof IOException) {
            log.debug("the caller of {} went away", request.getRequestURI(), e);
        } else {
            log.error("unexpected at {} {}", request.getMethod(), request.getRequestURI(), e);
        }
        return answer(
                request, ErrorCode.INTERNAL, "Something broke here; the log has it under the trace id.", List.of());
    }

    private static ResponseEntity<Problem> answer(
            HttpServletRequest request, ErrorCode code, @Nullable String detail, List<Violation> errors) {
        return answer(ProblemWriter.problem(request, code, detail, errors), HttpHeaders.EMPTY);
    }

    private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
