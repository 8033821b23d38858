package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.contracts.wire.RenewReply;
import dev.ferrumdeck.contracts.wire.RenewRequest;
import dev.ferrumdeck.worker.http.GatewayAway;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.http.Patience;
import dev.ferrumdeck.worker.http.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews leases in the background, and fences those that were not renewed in time. Safe to share. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long LOOK_EVERY_MS = 50;

    private final GatewayHttp gateway;
    private final LongSupplier nanos;
    private final ScheduledExecutorService renewals;
    private final ScheduledExecutorService watch;
    private final Map<Lease, ScheduledFuture<?>> kept = new ConcurrentHashMap<>();

    LeaseKeeper(GatewayHttp gateway, int threads, LongSupplier nanos) {
        this.gateway = gateway;
        this.nanos = nanos;
        this.renewals = new ScheduledThreadPoolExecutor(threads, Threads.named("renew"));
        this.watch = new ScheduledThreadPoolExecutor(1, Threads.named("fence"));
        var unused = watch.scheduleWithFixedDelay(this::fence, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Keeps the lease until {@link #letGo}; renews at once when its claim took long. */
    void keep(Lease lease) {
        long every = lease.renewEvery().toMillis();
        long first = Math.max(0, every - lease.silence(nanos.getAsLong()).toMillis());
        kept.put(lease, renewals.schedule(() -> renewAndGoOn(lease), first, TimeUnit.MILLISECONDS));
    }

    /** A renewal that failed is tried again soon, until the fence; one that was granted, after a third of the lease. */
    private void renewAndGoOn(Lease lease) {
        long next = renewQuietly(lease)
                ? lease.renewEvery().toMillis()
                : lease.tryAgainAfter().toMillis();
        kept.computeIfPresent(
                lease, (same, done) -> renewals.schedule(() -> renewAndGoOn(lease), next, TimeUnit.MILLISECONDS));
    }

    void letGo(Lease lease) {
        ScheduledFuture<?> renewal = kept.remove(lease);
        if (renewal != null) {
            renewal.cancel(false);
        }
    }

    /** Tells everybody who holds a lease to stop. */
    void endAll(Ending ending) {
        kept.keySet().forEach(lease -> lease.end(ending));
    }

    /**
     * Announces that an effect which must not happen twice is about to be carried out; tries for as long as the lease is
     * held.
     *
     * @return whether it may be carried out
     */
    boolean announce(Lease lease) throws InterruptedException {
        try {
            Reply reply = Patience.send(
                    () -> renew(lease, true),
                    () -> lease.held() && !lease.ended().isDone());
            if (!reply.ok() || !lease.held() || lease.ended().isDone()) {
                return false;
            }
            lease.begin();
            return true;
        } catch (GatewayAway e) {
            lease.end(Ending.LOST);
            return false;
        }
    }

    private boolean renewQuietly(Lease lease) {
        try {
            return !lease.held() || renew(lease, false).ok();
        } catch (GatewayAway e) {
            log.warn("could not renew {}: {}", lease.job().attemptId(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("renewing {} broke", lease.job().attemptId(), e);
        }
        return false;
    }

    private Reply renew(Lease lease, boolean acting) throws InterruptedException {
        long sentAt = nanos.getAsLong();
        Duration limit = lease.answerWithin();
        RenewRequest body = new RenewRequest(lease.job().leaseId(), acting ? true : null, null, null);
        Reply reply = gateway.post("/v1/attempts/" + lease.job().attemptId() + "/renew", body, limit);
        if (reply.ok()) {
            lease.renewed(sentAt);
            if (reply.as(RenewReply.class).cancel()) {
                lease.end(Ending.CANCELLED);
            }
        } else if (reply.status() == 410) {
            log.warn(
                    "attempt {} is somebody else's or over: stopping",
                    lease.job().attemptId());
            lease.end(Ending.LOST);
        } else {
            log.warn("renewing {} was answered {}", lease.job().attemptId(), reply.status());
        }
        return reply;
    }

    private void fence() {
        long now = nanos.getAsLong();
        kept.keySet().forEach(lease -> lease.fenceAt(now));
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        watch.shutdownNow();
    }
}
