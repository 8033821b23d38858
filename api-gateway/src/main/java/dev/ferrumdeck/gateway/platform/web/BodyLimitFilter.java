package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds every body: 1 MiB, and 8 MiB for artifacts and results of workers. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class BodyLimitFilter extends OncePerRequestFilter {
    private final WebProperties properties;
    private final ProblemWriter problems;

    BodyLimitFilter(WebProperties properties, ProblemWriter problems) {
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limitOf(request);
        if (request.getContentLengthLong() > limit) {
            String detail = Objects.requireNonNull(new BodyTooLargeException(limit).getMessage());
            problems.write(request, response, ErrorCode.PAYLOAD_TOO_LARGE, detail);
            return;
        }
        chain.doFilter(new LimitedRequest(request, limit), response);
    }

    private long limitOf(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean large = path.equals("/v1/artifacts")
                || (path.startsWith("/v1/attempts/") && path.endsWith("/result"))
                || (path.startsWith("/v1/runs/") && path.contains("/steps/"));
        return (large ? properties.largeBody() : properties.body()).toBytes();
    }
}
