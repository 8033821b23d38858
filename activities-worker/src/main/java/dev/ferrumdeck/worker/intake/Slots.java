package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.worker.work.Slot;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many more attempts of a queue the worker may take on. Safe to share. */
final class Slots {
    /** For each slot, how many attempts may have left theirs to wait for something. */
    private static final int WAITING_PER_SLOT = 8;

    private final Semaphore free;
    private final int all;
    private final AtomicInteger handed = new AtomicInteger();

    Slots(int all) {
        this.all = all;
        this.free = new Semaphore(all, true);
    }

    /** Takes all that are free, once there is one; 0 when there was none for {@code patience}. */
    int takeFree(Duration patience) throws InterruptedException {
        if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return 0;
        }
        return 1 + free.drainPermits();
    }

    void giveBack(int slots) {
        free.release(slots);
    }

    /** The slot of one attempt, taken already; to be {@link Held#end ended} with the attempt. */
    Held held() {
        handed.incrementAndGet();
        return new Held();
    }

    /** One attempt's slot. */
    final class Held implements Slot {
        private final AtomicBoolean has = new AtomicBoolean(true);

        @Override
        public void leave() {
            boolean tooMany = handed.get() > all * WAITING_PER_SLOT;
            if (!tooMany && has.compareAndSet(true, false)) {
                free.release();
            }
        }

        @Override
        public void takeBack() throws InterruptedException {
            if (!has.get()) {
                free.acquire();
                has.set(true);
            }
        }

        void end() {
            handed.decrementAndGet();
            if (has.compareAndSet(true, false)) {
                free.release();
            }
        }
    }

    /** Whether all attempts ended within {@code patience}. */
    boolean allEndedWithin(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (handed.get() > 0) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }
}
