package dev.ferrumdeck.worker.telemetry;

import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the worker's spans. Safe to share. */
public final class Spans {
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private final Tracer tracer;

    public Spans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.ferrumdeck.worker");
    }

    /** Starts the span of an attempt, as a child of the trace that dispatched it. */
    public Span attempt(Job job, @Nullable String traceparent, String queue, String worker) {
        String parent = job.traceparent() == null ? traceparent : job.traceparent();
        Span span = tracer.spanBuilder(Telemetry.SPAN_ATTEMPT)
                .setParent(parent == null ? Context.root() : extract(parent))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Telemetry.RUN_ID, job.runId())
                .setAttribute(Telemetry.STEP_ID, job.stepId())
                .setAttribute(Telemetry.STEP, job.step())
                .setAttribute(Telemetry.ATTEMPT, (long) job.attempt())
                .setAttribute(Telemetry.ATTEMPT_ID, job.attemptId())
                .setAttribute(Telemetry.QUEUE, queue)
                .setAttribute(Telemetry.WORKER, worker)
                .startSpan();
        if (job.agent() != null) {
            span.setAttribute(Telemetry.AGENT_NAME, job.agent());
        }
        return span;
    }

    /** Starts {@code chat {model}}. */
    public Span chat(String provider, String model) {
        return child(Telemetry.CHAT + " " + model, SpanKind.CLIENT)
                .setAttribute(Telemetry.OPERATION, Telemetry.CHAT)
                .setAttribute(Telemetry.PROVIDER, provider)
                .setAttribute(Telemetry.REQUEST_MODEL, model)
                .startSpan();
    }

    /** Starts {@code execute_tool {tool}}. */
    public Span tool(String tool) {
        return child(Telemetry.EXECUTE_TOOL + " " + tool, SpanKind.INTERNAL)
                .setAttribute(Telemetry.OPERATION, Telemetry.EXECUTE_TOOL)
                .setAttribute(Telemetry.TOOL_NAME, tool)
                .setAttribute(Telemetry.TOOL_TYPE, "extension")
                .startSpan();
    }

    private SpanBuilder child(String name, SpanKind kind) {
        return tracer.spanBuilder(name).setSpanKind(kind);
    }

    /** Work inside of a span. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Does work as part of a trace that began elsewhere, without a span of its own. */
    public static <T> T continuing(@Nullable String traceparent, Work<T> work) throws InterruptedException {
        Scope scope = (traceparent == null ? Context.root() : extract(traceparent)).makeCurrent();
        try {
            return work.run();
        } finally {
            scope.close();
        }
    }

    /** Does the work inside the span, marks the span when it failed, and ends it. */
    public static <T> T inside(Span span, Work<T> work) throws InterruptedException {
        Scope scope = span.makeCurrent();
        try {
            return work.run();
        } catch (WorkFailed e) {
            failed(span, e.code().wireName());
            throw e;
        } catch (InterruptedException e) {
            failed(span, "interrupted");
            throw e;
        } finally {
            scope.close();
            span.end();
        }
    }

    /** Marks a span as failed with a code; never with a message, which may quote what a tool said. */
    public static void failed(Span span, String code) {
        span.setStatus(StatusCode.ERROR, code);
        span.setAttribute(Telemetry.ERROR_TYPE, code);
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
