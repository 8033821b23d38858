package dev.ferrumdeck.bridge;

import java.time.Duration;
import java.util.List;

/**
 * How a queue's stream is doing.
 *
 * @param length entries in the stream, read or not
 * @param pending entries between read and claim
 * @param lag entries that nobody has read
 * @param oldestAge how long its first entry has been there, by the clock of Redis; zero when there is none
 */
public record QueueHealth(
        String queue, long length, long pending, long lag, Duration oldestAge, List<ConsumerHealth> consumers) {
    public QueueHealth {
        consumers = List.copyOf(consumers);
    }

    static QueueHealth empty(String queue) {
        return new QueueHealth(queue, 0, 0, 0, Duration.ZERO, List.of());
    }
}
