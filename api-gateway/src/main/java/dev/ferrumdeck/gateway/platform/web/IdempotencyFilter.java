package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.IdempotencyStore.Use;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * {@code Idempotency-Key} on POSTs: a request that succeeded is never carried out twice. After authorisation, so that
 * nobody is answered what is not theirs. Not for the attempts of workers: those calls are idempotent by themselves.
 */
@Component
@Order(-50) // behind the security filter chain, which is at -100
class IdempotencyFilter extends OncePerRequestFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Once once;
    private final ProblemWriter problems;

    IdempotencyFilter(Once once, ProblemWriter problems) {
        this.once = once;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || !path.startsWith("/v1/")
                || path.startsWith("/v1/attempts/");
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            // the answer of an asynchronous request comes with a second dispatch, wrapped once more by other filters
            chain.doFilter(request, response);
            ContentCachingResponseWrapper cached =
                    WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
            if (cached != null) {
                cached.copyBodyToResponse();
            }
            return;
        }
        Optional<Caller> caller = caller();
        String key = request.getHeader(HEADER);
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
        } else if (!FORM.matcher(key).matches()) {
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_REQUEST,
                    "'Idempotency-Key' takes 1 to 255 visible characters.");
        } else {
            carryOut(caller.get(), key, request, response, chain);
        }
    }

    private void carryOut(
            Caller caller, String key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BufferedRequest buffered;
        try {
            buffered = new BufferedRequest(request);
        } catch (BodyTooLargeException e) {
            problems.write(request, response, ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage()));
            return;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        try {
            once.carryOut(use(caller, key, buffered), buffered, answer, chain);
        } catch (ApiException e) {
            answer.resetBuffer();
            problems.write(request, answer, e);
        } catch (DataAccessException e) {
            answer.resetBuffer();
            problems.write(request, answer, ErrorCode.UNAVAILABLE, "The database does not answer; try again.");
        }
        if (!buffered.isAsyncStarted()) {
            answer.copyBodyToResponse();
        }
    }

    private static Use use(Caller caller, String key, BufferedRequest request) {
        String address =
                request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((caller.keyId() + "\n" + address + "\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(request.body());
        String sha256 = HexFormat.of().formatHex(Digests.sha256(all.toByteArray()));
        return new Use(caller.tenantId(), key, "POST " + request.getRequestURI(), sha256);
    }

    private static Optional<Caller> caller() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }
}
