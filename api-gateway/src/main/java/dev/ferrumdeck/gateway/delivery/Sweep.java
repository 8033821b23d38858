package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.bridge.StreamHealth;
import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The passes of the sweep. Role {@code bridge}. */
@Component
@ConditionalOnRole("bridge")
class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int AT_ONCE = 1_000;
    private static final Duration KEEP_IDEMPOTENCY_KEYS = Duration.ofHours(24);
    private static final Duration ORPHANED_AFTER = Duration.ofMinutes(10);

    private final SweepLock lock;
    private final SweepStore store;
    private final Expiry expiry;
    private final Rings rings;
    private final Relay relay;
    private final RunStarter starter;
    private final QuietRuns quiet;
    private final StreamHealth streams;
    private final SweepProperties times;

    Sweep(
            SweepLock lock,
            SweepStore store,
            Expiry expiry,
            Rings rings,
            Relay relay,
            RunStarter starter,
            QuietRuns quiet,
            StreamHealth streams,
            SweepProperties times) {
        this.lock = lock;
        this.store = store;
        this.expiry = expiry;
        this.rings = rings;
        this.relay = relay;
        this.starter = starter;
        this.quiet = quiet;
        this.streams = streams;
        this.times = times;
    }

    @Scheduled(fixedDelayString = "${ferrumdeck.sweep.interval:1s}", scheduler = "sweepScheduler")
    void sweep() {
        guarded("the sweep", () -> lock.runIfFree(this::pass));
    }

    /** One pass. A part that fails does not keep the others from their turn. */
    void pass() {
        guarded("times", () -> expiry.due(AT_ONCE).forEach(id -> guarded("attempt " + id, () -> expiry.expire(id))));
        guarded("rings", rings::again);
        guarded("outbox", () -> relay.kickOverdue(times.outboxAge()));
        guarded("starts", () -> store.neverStarted(times.startAge(), AT_ONCE).forEach(starter::start));
    }

    /** Runs that stand still are looked after apart: Temporal may be slow to answer, and leases must not wait for it. */
    @Scheduled(fixedDelayString = "${ferrumdeck.sweep.interval:1s}", scheduler = "sweepScheduler")
    void lookAfterQuietRuns() {
        guarded("quiet runs", quiet::lookAfter);
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000, scheduler = "sweepScheduler")
    void cleanUp() {
        guarded("idempotency keys", () -> store.dropOldIdempotencyKeys(KEEP_IDEMPOTENCY_KEYS));
        guarded("consumers", () -> streams.queues().forEach(queue -> streams.removeOrphans(queue, ORPHANED_AFTER)));
    }

    @SuppressWarnings("CatchingUnchecked") // the host of a loop: logs once and goes on
    private static void guarded(String what, Runnable part) {
        try {
            part.run();
        } catch (Exception e) {
            LOG.warn("sweep: {} failed, again at the next pass: {}", what, e.toString());
        }
    }
}
