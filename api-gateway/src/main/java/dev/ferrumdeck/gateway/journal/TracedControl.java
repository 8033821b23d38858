package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.platform.telemetry.Spans;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.run.Control;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** A span around each entry, in the trace that created the run: what the entry dispatches goes on from it. */
@Component
@Primary
class TracedControl implements Control {
    private final JdbcControl control;
    private final PinnedRuns runs;
    private final Spans spans;

    TracedControl(JdbcControl control, PinnedRuns runs, Spans spans) {
        this.control = control;
        this.runs = runs;
        this.spans = spans;
    }

    @Override
    public Answer advance(Entry entry) {
        String parent = runs.find(entry.runId()).map(PinnedRun::traceparent).orElse(null);
        Span span = spans.advance(entry.runId(), entry.n(), parent);
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
}
