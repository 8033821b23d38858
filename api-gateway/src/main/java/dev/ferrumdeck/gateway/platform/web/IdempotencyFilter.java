package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.IdempotencyStore.Kept;
import dev.ferrumdeck.gateway.platform.web.IdempotencyStore.Use;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * {@code Idempotency-Key} on POSTs of people and services: a request that succeeded is never carried out twice. After
 * authorisation, so that nobody is answered what is not theirs. Not for workers (their calls are idempotent by
 * themselves), nor where the answer holds a secret that is shown once.
 */
@Component
@Order(-50) // behind the security filter chain, which is at -100
class IdempotencyFilter extends OncePerRequestFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final String USE = IdempotencyFilter.class.getName() + ".use";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final List<String> KEPT_HEADERS = List.of("Location", "ETag", "Content-Type");

    private final IdempotencyStore store;
    private final ProblemWriter problems;

    IdempotencyFilter(IdempotencyStore store, ProblemWriter problems) {
        this.store = store;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || !path.startsWith("/v1/")
                || path.startsWith("/v1/api-keys")
                || path.startsWith("/v1/attempts/")
                || path.startsWith("/v1/artifacts")
                || path.endsWith("/ticket");
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            carryOn(request, response, chain);
            return;
        }
        Optional<Caller> caller = caller();
        String key = request.getHeader(HEADER);
        if (caller.isEmpty() || caller.get().isWorker()) {
            chain.doFilter(request, response);
        } else if (!FORM.matcher(key).matches()) {
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_REQUEST,
                    "'Idempotency-Key' takes 1 to 255 visible characters.");
        } else {
            begin(caller.get(), key, request, response, chain);
        }
    }

    private void begin(
            Caller caller, String key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BufferedRequest buffered;
        try {
            buffered = new BufferedRequest(request);
        } catch (BodyTooLargeException e) {
            problems.write(request, response, ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage()));
            return;
        }
        Use use = use(caller, key, buffered);
        if (store.begin(use)) {
            buffered.setAttribute(USE, use);
            carryOn(buffered, new ContentCachingResponseWrapper(response), chain);
            return;
        }
        Optional<Kept> kept = store.find(use.tenantId(), key);
        if (kept.isPresent() && !kept.get().sha256().equals(use.sha256())) {
            problems.write(
                    request,
                    response,
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for another request; take a new one.");
        } else if (kept.isEmpty() || kept.get().status() == null) {
            problems.write(
                    request,
                    response,
                    ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                    "The first request with this Idempotency-Key is still being answered; try again.");
        } else {
            replay(kept.get(), kept.get().status(), response);
        }
    }

    private void carryOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Use use = (Use) request.getAttribute(USE);
        // the answer of an asynchronous request comes with a second dispatch, wrapped once more by other filters
        ContentCachingResponseWrapper cached =
                WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        if (use == null || cached == null) {
            chain.doFilter(request, response);
            return;
        }
        boolean done = false;
        try {
            chain.doFilter(request, response);
            done = true;
        } finally {
            if (!done) {
                store.forget(use);
            }
        }
        if (!isAsyncStarted(request)) {
            settle(use, cached);
            cached.copyBodyToResponse();
        }
    }

    private void settle(Use use, ContentCachingResponseWrapper response) {
        if (response.getStatus() < 200 || response.getStatus() >= 300) {
            store.forget(use);
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        store.keep(
                use,
                response.getStatus(),
                headers,
                new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static void replay(Kept kept, int status, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        kept.headers().forEach(response::setHeader);
        response.setHeader("Idempotent-Replayed", "true");
        response.getOutputStream().write(kept.body().getBytes(StandardCharsets.UTF_8));
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
