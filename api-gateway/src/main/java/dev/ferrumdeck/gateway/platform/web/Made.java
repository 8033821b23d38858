package dev.ferrumdeck.gateway.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a request with an {@code Idempotency-Key} makes, for routes that answer later than they make it. Its id is kept
 * in the transaction that makes it; a repeated request gets the id instead of making another, and answers of it.
 */
public final class Made {
    private static final String BEFORE = Made.class.getName() + ".before";
    private static final String NOW = Made.class.getName() + ".now";

    private Made() {}

    /** The id of what was made the first time with this key, or of what is made now. */
    public static String once(HttpServletRequest request, Supplier<String> make) {
        if (request.getAttribute(BEFORE) instanceof String id) {
            return id;
        }
        String id = make.get();
        request.setAttribute(NOW, id);
        return id;
    }

    static void before(HttpServletRequest request, String id) {
        request.setAttribute(BEFORE, id);
    }

    static Optional<String> now(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(NOW));
    }
}
