package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.platform.telemetry.Spans;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.run.Control;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** A span around each entry, in the trace that created the run: what the entry dispatches goes on from it. */
@Component
@Primary
class TracedControl implements Control {
    private final TotalControl control;
    private final PinnedRuns runs;
    private final Spans spans;

    TracedControl(TotalControl control, PinnedRuns runs, Spans spans) {
        this.control = control;
        this.runs = runs;
        this.spans = spans;
    }

    @Override
    public Answer advance(Entry entry) {
        Span span = spans.advance(entry.runId(), entry.n(), parent(entry));
        Scope scope = span.makeCurrent();
        try {
            return control.advance(entry);
        } catch (RuntimeException e) {
            Spans.failed(span, e.getClass().getSimpleName());
            throw e;
        } finally {
            scope.close();
            span.end();
        }
    }

    /** A run that cannot be read has no trace to go on from, which is no reason to stop here. */
    @SuppressWarnings("CatchingUnchecked")
    private @Nullable String parent(Entry entry) {
        try {
            return runs.find(entry.runId()).map(PinnedRun::traceparent).orElse(null);
        } catch (Throwable unreadable) {
            return null;
        }
    }
}
