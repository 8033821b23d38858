package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.bridge.Delivery;
import dev.ferrumdeck.bridge.StreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue that is served, with slots and a thread of its own, so that what hangs in one queue holds no other up. A queue
 * that the gateway does not let this worker serve is read no more. Safe to share.
 */
final class QueueIntake {
    private static final Logger log = LoggerFactory.getLogger(QueueIntake.class);

    private final String queue;
    private final StreamReader reader;
    private final Slots slots;
    private final ReadLoop loop;
    private final Thread thread;
    private volatile String refusal = "";

    QueueIntake(
            String queue,
            StreamReader reader,
            int concurrency,
            Makers makers,
            ExecutorService pool,
            ReadLoop.Timing timing) {
        this.queue = queue;
        this.reader = reader;
        this.slots = new Slots(concurrency);
        Attempts attempts = makers.attempts(makers.claims(reader, this::refused));
        this.loop = new ReadLoop(reader, slots, attempts, pool, timing);
        this.thread = new Thread(loop, "intake-" + queue);
    }

    /** What this queue shares with the others. */
    interface Makers {
        Claims claims(StreamReader reader, Refusal refusal);

        Attempts attempts(Claims claims);
    }

    /** Is told that the gateway refuses this worker. */
    @FunctionalInterface
    interface Refusal {
        void refused(Delivery delivery, String why);
    }

    private void refused(Delivery delivery, String why) {
        refusal = why;
        loop.stop();
        log.error("queue {} is read no more, and its entries are left to other workers: {}", queue, why);
    }

    void start() {
        thread.start();
    }

    /** Reads no more. */
    void stop() {
        loop.stop();
    }

    /** Waits until it has stopped reading. */
    void join() throws InterruptedException {
        thread.join(StreamReader.BLOCK.plusSeconds(2).toMillis());
    }

    boolean allEndedWithin(Duration patience) throws InterruptedException {
        return slots.allEndedWithin(patience);
    }

    void close() {
        reader.close();
    }

    Optional<String> problem() {
        if (!refusal.isEmpty()) {
            return Optional.of("queue " + queue + " is not read: " + refusal);
        }
        return thread.isAlive() ? Optional.empty() : Optional.of("queue " + queue + " is not being read");
    }
}
