package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.bridge.Delivery;
import dev.ferrumdeck.bridge.RedisAway;
import dev.ferrumdeck.bridge.StreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for as long as the worker runs: never more than there are free slots. */
final class ReadLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ReadLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long LONGEST_PAUSE_MS = 2000;

    private final StreamReader reader;
    private final Slots slots;
    private final Attempts attempts;
    private final Executor pool;
    private final Duration takeoverAfter;
    private final LongSupplier nanos;
    private volatile boolean stopping;
    private long lastTakeover;
    private int failures;

    ReadLoop(StreamReader reader, Slots slots, Attempts attempts, Executor pool, Timing timing) {
        this.reader = reader;
        this.slots = slots;
        this.attempts = attempts;
        this.pool = pool;
        this.takeoverAfter = timing.takeoverAfter();
        this.nanos = timing.nanos();
        this.lastTakeover = nanos.getAsLong();
    }

    /** When to look for entries that were left lying, and by which clock. */
    record Timing(Duration takeoverAfter, LongSupplier nanos) {}

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                pass();
                failures = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RedisAway e) {
                pause(String.valueOf(e.getMessage()), null);
            } catch (RuntimeException e) {
                pause("reading broke", e);
            }
        }
    }

    private void pass() throws InterruptedException {
        int free = slots.takeFree(PATIENCE);
        int used = 0;
        try {
            if (free > 0 && !stopping) {
                for (Delivery delivery : next(free)) {
                    used++;
                    Slots.Held slot = slots.held();
                    pool.execute(() -> handle(delivery, slot));
                }
            }
        } finally {
            slots.giveBack(free - used);
        }
    }

    private List<Delivery> next(int free) {
        long now = nanos.getAsLong();
        if (now - lastTakeover >= takeoverAfter.toNanos() / 3) {
            lastTakeover = now;
            List<Delivery> left = reader.takeOver(free, takeoverAfter);
            if (!left.isEmpty()) {
                log.info("took over {} entries that were left lying", left.size());
                return left;
            }
        }
        return reader.read(free);
    }

    private void handle(Delivery delivery, Slots.Held slot) {
        try {
            attempts.handle(delivery, slot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("attempt {} broke", delivery.attemptId(), e);
        } finally {
            slot.end();
        }
    }

    private void pause(String what, @Nullable RuntimeException cause) {
        failures++;
        if (cause != null) {
            log.error(what, cause);
        } else if (failures == 1 || failures % 30 == 0) {
            log.warn("{} (tries: {})", what, failures);
        }
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE_MS, 100L * failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
