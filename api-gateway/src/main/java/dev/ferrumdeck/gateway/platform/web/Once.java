package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.IdempotencyStore.Kept;
import dev.ferrumdeck.gateway.platform.web.IdempotencyStore.Use;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries out a request with its key: one transaction that holds what the request makes and what it was answered, so
 * that a gateway's death leaves both or neither. The services that the request calls join it. Thread-safe.
 */
@Component
class Once {
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final List<String> KEPT_HEADERS = List.of("Location", "ETag", "Content-Type");

    private final IdempotencyStore store;
    private final PlatformTransactionManager transactions;

    Once(IdempotencyStore store, PlatformTransactionManager transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    /**
     * The first time carries the request out, and later ones repeat the answer.
     *
     * @throws ApiException when another request with the key is under way, the key was used for another one, the first
     *     answer was a secret, or the database is away
     */
    void carryOut(Use use, HttpServletRequest request, ContentCachingResponseWrapper answer, FilterChain chain)
            throws ServletException, IOException {
        TransactionStatus transaction = begin();
        try {
            if (!store.lock(use)) {
                throw ApiException.of(
                        ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                        "The first request with this Idempotency-Key is still being answered; try again.");
            }
            Optional<Kept> kept = store.find(use);
            if (kept.isPresent()) {
                repeat(use, kept.get(), request, answer, chain);
            } else {
                chain.doFilter(request, answer);
                if (keep(use, request, answer)) {
                    commit(transaction);
                }
            }
        } finally {
            if (!transaction.isCompleted()) {
                transactions.rollback(transaction);
            }
        }
    }

    private void repeat(Use use, Kept kept, HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
            throws ServletException, IOException {
        if (!kept.sha256().equals(use.sha256())) {
            throw ApiException.of(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for another request; take a new one.");
        }
        answer.setHeader(REPLAYED, "true");
        if (kept.made() != null) {
            Made.before(request, kept.made());
            chain.doFilter(request, answer);
        } else if (kept.body() == null) {
            throw ApiException.withHeaders(
                    ErrorCode.CONFLICT,
                    "The first request with this Idempotency-Key succeeded, and its answer held a secret that is shown"
                            + " once. What it made stands at " + kept.headers().getOrDefault("Location", "its route")
                            + "; make another with a new key if the secret was lost.",
                    kept.headers());
        } else {
            answer.setStatus(kept.status());
            kept.headers().forEach(answer::setHeader);
            answer.getOutputStream().write(kept.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether there is something to commit: a refused request is as if it had never been. */
    private boolean keep(Use use, HttpServletRequest request, ContentCachingResponseWrapper answer) {
        Optional<String> made = Made.now(request);
        if (made.isPresent()) {
            store.keep(use, new Kept(use.sha256(), answer.getStatus(), Map.of(), null, made.get()));
            return true;
        }
        if (answer.getStatus() < 200 || answer.getStatus() >= 300) {
            return false;
        }
        if (request.isAsyncStarted()) {
            throw new IllegalStateException(use.route() + " answers later and does not say what it made");
        }
        String body = isSecret(use.route()) ? null : new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
        store.keep(use, new Kept(use.sha256(), answer.getStatus(), headers(answer, body != null), body, null));
        return true;
    }

    private static boolean isSecret(String route) {
        return route.startsWith("POST /v1/api-keys") || route.endsWith("/ticket");
    }

    private static Map<String, String> headers(HttpServletResponse answer, boolean hasBody) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            boolean type = name.equals("Content-Type");
            String value = type ? answer.getContentType() : answer.getHeader(name);
            if (value != null && (hasBody || !type)) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private TransactionStatus begin() {
        try {
            return transactions.getTransaction(new DefaultTransactionDefinition());
        } catch (TransactionException e) {
            throw ApiException.of(ErrorCode.UNAVAILABLE, "The database does not answer; try again.");
        }
    }

    private void commit(TransactionStatus transaction) {
        try {
            transactions.commit(transaction);
        } catch (TransactionException e) {
            throw ApiException.of(
                    ErrorCode.UNAVAILABLE, "The database did not take the request; try again with the same key.");
        }
    }
}
