package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes problems where no controller is at hand: in filters. Thread-safe. */
@Component
public class ProblemWriter {

    /** Answers with a problem; nothing, when an answer is on its way already. */
    public void write(HttpServletRequest request, HttpServletResponse response, ErrorCode code, String detail)
            throws IOException {
        write(request, response, ApiException.of(code, detail));
    }

    /** The same, out of an exception. */
    public void write(HttpServletRequest request, HttpServletResponse response, ApiException refusal)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = problem(request, refusal.code(), refusal.getMessage(), refusal.errors());
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding("UTF-8");
        refusal.headers().forEach(response::setHeader);
        response.getOutputStream().write(Json.mapper().writeValueAsBytes(problem));
    }

    static Problem problem(
            HttpServletRequest request, ErrorCode code, @Nullable String detail, List<Violation> errors) {
        return Problem.of(code, detail, errors, TraceId.of(request), request.getRequestURI());
    }
}
