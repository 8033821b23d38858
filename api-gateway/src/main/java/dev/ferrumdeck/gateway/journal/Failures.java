package dev.ferrumdeck.gateway.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.workflows.machine.Entry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often the same entry has failed here. Kept in memory: another gateway, or this one after a restart, counts again,
 * which costs some tries and decides nothing. Thread-safe.
 */
@Component
class Failures {
    private final Cache<String, Integer> counts = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    /** Counts one more, and answers how many there are. */
    int count(Entry entry) {
        return counts.asMap().merge(key(entry), 1, Integer::sum);
    }

    void forget(Entry entry) {
        counts.invalidate(key(entry));
    }

    private static String key(Entry entry) {
        return entry.runId() + "#" + entry.n();
    }
}
