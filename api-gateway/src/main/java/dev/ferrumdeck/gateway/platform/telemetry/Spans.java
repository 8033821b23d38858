package dev.ferrumdeck.gateway.platform.telemetry;

import dev.ferrumdeck.contracts.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the gateway's spans beside those of requests. Safe to share. */
@Component
public final class Spans {
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private final Tracer tracer;

    Spans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.ferrumdeck.gateway");
    }

    /** Starts the span of a journal entry, as a child of the trace that created the run. */
    public Span advance(String runId, int entry, @Nullable String traceparent) {
        return tracer.spanBuilder(Telemetry.SPAN_ADVANCE)
                .setParent(traceparent == null ? Context.root() : extract(traceparent))
                .setAttribute(Telemetry.RUN_ID, runId)
                .setAttribute(Telemetry.ENTRY, (long) entry)
                .startSpan();
    }

    /** Marks a span as failed with the kind of the failure; never with its message, which may quote anything. */
    public static void failed(Span span, String type) {
        span.setStatus(StatusCode.ERROR, type);
        span.setAttribute(Telemetry.ERROR_TYPE, type);
    }

    /** The current span as a W3C traceparent; empty when nothing is traced. */
    public static Optional<String> traceparent() {
        Map<String, String> carrier = new HashMap<>();
        PROPAGATOR.inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return Optional.ofNullable(carrier.get(Telemetry.TRACEPARENT));
    }

    private static Context extract(String traceparent) {
        return PROPAGATOR.extract(Context.root(), traceparent, new TextMapGetter<>() {
            @Override
            public Iterable<String> keys(String carrier) {
                return List.of(Telemetry.TRACEPARENT);
            }

            @Override
            public @Nullable String get(@Nullable String carrier, String key) {
                return Telemetry.TRACEPARENT.equals(key) ? carrier : null;
            }
        });
    }
}
