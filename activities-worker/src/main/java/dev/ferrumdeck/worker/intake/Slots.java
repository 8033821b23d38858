package dev.ferrumdeck.worker.intake;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many more attempts the worker may take on. Safe to share. */
final class Slots {
    private final Semaphore free;
    private final int all;

    Slots(int all) {
        this.all = all;
        this.free = new Semaphore(all);
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

    /** Whether all slots came back within {@code patience}. */
    boolean allFreeWithin(Duration patience) throws InterruptedException {
        if (!free.tryAcquire(all, Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS)) {
            return false;
        }
        free.release(all);
        return true;
    }
}
