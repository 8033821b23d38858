package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.bridge.RedisAway;
import dev.ferrumdeck.bridge.StreamHealth;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Back-pressure: whether a queue's stream has room for more. Above the high-water mark attempts wait in PostgreSQL, and the
 * sweep rings for them, fairly between tenants, when there is room again. Thread-safe. Source: the worker protocol, "The
 * message".
 */
@Component
public class QueueRoom {
    private final StreamHealth streams;
    private final long highWaterMark;

    /** Queues that were asked about, and whether each was full when it was last looked at. */
    private final Map<String, Boolean> full = new ConcurrentHashMap<>();

    QueueRoom(StreamHealth streams, @Value("${ferrumdeck.dispatch.high-water-mark:10000}") long highWaterMark) {
        this.streams = streams;
        this.highWaterMark = highWaterMark;
    }

    /** What was seen within the last second; never waits, for an entry of a journal is being written. */
    public boolean hadRoom(String queue) {
        return !full.computeIfAbsent(queue, unseen -> false);
    }

    /** Looks now; a queue that cannot be seen has no room. */
    public boolean hasRoom(String queue) {
        try {
            return streams.of(queue).length() < highWaterMark;
        } catch (RedisAway e) {
            return false;
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void look() {
        full.replaceAll((queue, before) -> isFull(queue));
    }

    private boolean isFull(String queue) {
        try {
            return streams.of(queue).length() >= highWaterMark;
        } catch (RedisAway e) {
            // ringing is best effort: the sweep repeats what gets lost
            return false;
        }
    }
}
