package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.gateway.platform.telemetry.Spans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace id of a request: its span's, else its {@code traceparent}'s, else its request id. */
public final class TraceId {
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceId() {}

    /** Never empty. */
    public static String of(HttpServletRequest request) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return span.getTraceId();
        }
        String header = request.getHeader("traceparent");
        Matcher matcher = TRACEPARENT.matcher(header == null ? "" : header);
        return matcher.matches() ? matcher.group(1) : RequestIdFilter.idOf(request);
    }

    /** The {@code traceparent} to hand on: of the current span, else the caller's own when it is well-formed. */
    public static @Nullable String traceparent(HttpServletRequest request) {
        String header = request.getHeader("traceparent");
        return Spans.traceparent()
                .orElse(header != null && TRACEPARENT.matcher(header).matches() ? header : null);
    }
}
