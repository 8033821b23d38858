package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.bridge.StreamReader;
import java.time.Duration;

/** Serves one queue, with slots of its own: what hangs in one queue takes nothing from another. */
final class Desk {
    private final StreamReader reader;
    private final Slots slots;
    private final ReadLoop loop;
    private final Thread thread;

    Desk(String queue, StreamReader reader, Slots slots, ReadLoop loop) {
        this.reader = reader;
        this.slots = slots;
        this.loop = loop;
        this.thread = new Thread(loop, "intake-" + queue);
    }

    void open() {
        thread.start();
    }

    boolean isOpen() {
        return thread.isAlive();
    }

    /** Reads nothing more; what is being read comes to its end in {@link #awaitClosed}. */
    void close() {
        loop.stop();
    }

    void awaitClosed(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
    }

    /** Whether all of its attempts have come to their end within {@code patience}. */
    boolean isIdleWithin(Duration patience) throws InterruptedException {
        return slots.allFreeWithin(patience);
    }

    void leave() {
        reader.close();
    }
}
