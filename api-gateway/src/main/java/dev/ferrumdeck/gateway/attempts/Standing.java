package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.bridge.ConsumerHealth;
import dev.ferrumdeck.bridge.QueueHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what PostgreSQL (the truth) and Redis (the doorbell) know of queues and workers. */
@Component
class Standing {
    private static final int ULID = 26;

    private final AttemptCounts counts;
    private final Streams streams;

    Standing(AttemptCounts counts, Streams streams) {
        this.counts = counts;
        this.streams = streams;
    }

    List<QueueResource> queues(String tenantId) {
        Map<String, AttemptCounts.OfQueue> rows = new TreeMap<>();
        counts.byQueue(tenantId).forEach(it -> rows.put(it.queue(), it));
        Map<String, QueueHealth> health = new TreeMap<>();
        streams.look().ifPresent(found -> found.forEach(it -> health.put(it.queue(), it)));
        TreeSet<String> names = new TreeSet<>(rows.keySet());
        names.addAll(health.keySet());
        return names.stream()
                .map(it -> queue(rows.getOrDefault(it, AttemptCounts.OfQueue.none(it)), health.get(it)))
                .toList();
    }

    private static QueueResource queue(AttemptCounts.OfQueue rows, @Nullable QueueHealth health) {
        return new QueueResource(
                rows.queue(),
                rows.ready(),
                rows.oldestReadySeconds(),
                rows.atWork(),
                health == null ? null : health.length(),
                health == null ? null : health.pending(),
                health == null ? null : health.lag(),
                health == null ? null : health.consumers().size());
    }

    List<WorkerResource> workers(String tenantId) {
        Map<String, Seen> seen = new TreeMap<>();
        streams.look()
                .ifPresent(queues -> queues.forEach(queue -> queue.consumers()
                        .forEach(it -> seen.computeIfAbsent(it.name(), name -> new Seen())
                                .read(queue.queue(), it))));
        counts.byWorker(tenantId)
                .forEach(it ->
                        seen.computeIfAbsent(it.worker(), name -> new Seen()).holds(it));
        return seen.entrySet().stream()
                .map(it -> it.getValue().resource(it.getKey()))
                .toList();
    }

    /** What has been seen of one worker. */
    private static final class Seen {
        private final TreeSet<String> queues = new TreeSet<>();
        private long pending;
        private long atWork;
        private @Nullable Double idleSeconds;

        void read(String queue, ConsumerHealth consumer) {
            queues.add(queue);
            pending += consumer.pending();
            double idle = consumer.idle().toMillis() / 1000.0;
            idleSeconds = idleSeconds == null ? idle : Math.min(idleSeconds, idle);
        }

        void holds(AttemptCounts.OfWorker held) {
            atWork = held.atWork();
            if (queues.isEmpty() && held.queue() != null) {
                queues.add(held.queue());
            }
        }

        WorkerResource resource(String id) {
            int dash = id.lastIndexOf('-');
            String pool = dash > 0 && id.length() - dash - 1 == ULID ? id.substring(0, dash) : id;
            return new WorkerResource(id, pool, new ArrayList<>(queues), atWork, pending, idleSeconds);
        }
    }
}
