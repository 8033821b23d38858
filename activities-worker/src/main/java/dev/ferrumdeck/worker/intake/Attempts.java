package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.bridge.Delivery;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Slot;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees one attempt through: does the work on a thread that can be abandoned, and waits for its end, for the end of the
 * lease or for the step's time, whichever comes first. So nothing that hangs can hang the worker. Safe to share.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Claims claims;
    private final LeaseKeeper leases;
    private final Act act;
    private final Reports reports;
    private final Spans spans;
    private final ExecutorService hands;
    private final String workerId;

    Attempts(Parts parts, ExecutorService hands, String workerId) {
        this.claims = parts.claims();
        this.leases = parts.leases();
        this.act = parts.act();
        this.reports = parts.reports();
        this.spans = parts.spans();
        this.hands = hands;
        this.workerId = workerId;
    }

    /** The parts that an attempt passes through. */
    record Parts(Claims claims, LeaseKeeper leases, Act act, Reports reports, Spans spans) {}

    /** Claims what the entry names and does it. */
    void handle(Delivery delivery, Slot slot) throws InterruptedException {
        Lease lease = Spans.continuing(delivery.traceparent(), () -> claims.claim(delivery))
                .orElse(null);
        if (lease == null) {
            return;
        }
        Job job = lease.job();
        leases.keep(lease);
        MDC.put("run_id", job.runId());
        MDC.put("step_id", job.stepId());
        MDC.put("attempt", String.valueOf(job.attempt()));
        Span span = spans.attempt(job, delivery.traceparent(), delivery.queue(), workerId);
        try {
            Spans.inside(span, () -> see(lease, slot, span));
        } finally {
            leases.letGo(lease);
            MDC.clear();
        }
    }

    private boolean see(Lease lease, Slot slot, Span span) throws InterruptedException {
        CompletableFuture<Done> work = new CompletableFuture<>();
        Future<?> hand = hands.submit(Context.current().wrap(() -> work(lease, slot, work)));
        Report report = await(lease, work);
        hand.cancel(true);
        span.setAttribute(Telemetry.ENDING, report.status());
        if (report.error() != null) {
            Spans.failed(span, report.error().code());
        }
        reports.send(lease, report);
        return true;
    }

    private void work(Lease lease, Slot slot, CompletableFuture<Done> work) {
        try {
            work.complete(act.perform(lease, slot));
        } catch (InterruptedException | RuntimeException e) {
            work.completeExceptionally(e);
        } catch (Error e) {
            work.completeExceptionally(e);
            throw e;
        }
    }

    private Report await(Lease lease, CompletableFuture<Done> work) throws InterruptedException {
        try {
            CompletableFuture.anyOf(work, lease.ended()).get(lease.job().remainingMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lease.end(Ending.TIMED_OUT);
        } catch (ExecutionException e) {
            return failed(lease, e.getCause() == null ? e : e.getCause());
        }
        if (work.isDone() && !work.isCompletedExceptionally()) {
            return Report.completed(work.getNow(null));
        }
        return ended(lease);
    }

    private static Report ended(Lease lease) {
        Ending ending = lease.ended().getNow(Ending.LOST);
        if (ending == Ending.LOST) {
            return Report.silence();
        }
        if (lease.acting()) {
            return Report.unknown(timeIsUp(lease));
        }
        return switch (ending) {
            case CANCELLED -> Report.of("cancelled");
            case RELEASED -> Report.of("released");
            default -> Report.failed(timeIsUp(lease));
        };
    }

    private static WorkerError timeIsUp(Lease lease) {
        return WorkFailed.transientError(
                        ErrorCode.TIMEOUT,
                        "the step's time of " + lease.job().remainingMs() + " ms was over before an answer came")
                .asError();
    }

    private static Report failed(Lease lease, Throwable cause) {
        if (cause instanceof WorkFailed failure) {
            boolean unknown = lease.acting() && failure instanceof WorkFailed.Unknown;
            WorkerError error = failure.asError();
            return (unknown ? Report.unknown(error) : Report.failed(error)).having(failure.usage());
        }
        if (cause instanceof InterruptedException) {
            return ended(lease);
        }
        log.error("the work broke", cause);
        WorkerError error = WorkFailed.transientError(
                        ErrorCode.INTERNAL,
                        "the worker broke: " + cause.getClass().getSimpleName() + "; see its log")
                .asError();
        return lease.acting() ? Report.unknown(error) : Report.failed(error);
    }
}
