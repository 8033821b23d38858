package dev.ferrumdeck.gateway.delivery;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Calls of Temporal that end: one that hangs, or a workflow whose task is stuck, holds no thread for long, although the
 * client itself waits a minute for an Update. Thread-safe.
 */
@Component
class BoundedCalls implements DisposableBean {
    private final Duration longest;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(RelayThreads.named("temporal-deadlines"));

    BoundedCalls(@Value("${ferrumdeck.temporal.delivery-timeout:10s}") Duration longest) {
        this.longest = longest;
    }

    Duration longest() {
        return longest;
    }

    /** @throws Undeliverable when Temporal refuses what was sent, however often it is */
    void within(Runnable call) {
        Context.CancellableContext context =
                Context.current().withDeadlineAfter(longest.toMillis(), TimeUnit.MILLISECONDS, clock);
        try {
            context.run(call);
        } catch (RuntimeException e) {
            throw isRefusedForGood(e) ? new Undeliverable("Temporal refuses it: " + rootMessage(e), e) : e;
        } finally {
            context.cancel(null);
        }
    }

    /** Too large is said in two ways: by the server, and by the transport before it. */
    private static boolean isRefusedForGood(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException refused) {
                Status.Code code = refused.getStatus().getCode();
                String message = String.valueOf(refused.getStatus().getDescription());
                return code == Status.Code.INVALID_ARGUMENT
                        || (code == Status.Code.RESOURCE_EXHAUSTED && message.contains("larger than max"));
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
