package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.worker.work.Slot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many calls a server gets at a time. Whoever waits for a turn leaves its place among the worker's attempts to others,
 * so that a server that hangs holds up its own callers only. Safe to share.
 */
final class Turns {
    private final Semaphore free;

    Turns(int atATime) {
        this.free = new Semaphore(atATime, true);
    }

    /** One call's turn; ends once. */
    final class Turn implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                free.release();
            }
        }
    }

    /** The next turn; empty when it does not come in time. */
    Optional<Turn> next(Slot slot, Duration limit) throws InterruptedException {
        if (free.tryAcquire()) {
            return Optional.of(new Turn());
        }
        slot.leave();
        Optional<Turn> turn = Optional.empty();
        try {
            if (free.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                turn = Optional.of(new Turn());
            }
            slot.takeBack();
            return turn;
        } catch (InterruptedException e) {
            turn.ifPresent(Turn::close);
            throw e;
        }
    }
}
