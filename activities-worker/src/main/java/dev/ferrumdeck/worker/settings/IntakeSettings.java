package dev.ferrumdeck.worker.settings;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the worker takes on.
 *
 * @param redisUrl where the streams are; REDIS_URL
 * @param queues which queues it serves; FERRUMDECK_QUEUES
 * @param pool first part of its name; FERRUMDECK_WORKER_POOL
 * @param concurrency how many attempts of each queue at a time; FERRUMDECK_WORKER_CONCURRENCY
 * @param fence how long without a good renew until it stops by itself; FERRUMDECK_WORKER_FENCE
 * @param grace how long attempts may go on after SIGTERM; FERRUMDECK_WORKER_GRACE
 * @param takeoverAfter how long an entry may lie between read and claim
 */
@ConfigurationProperties("ferrumdeck.intake")
public record IntakeSettings(
        @DefaultValue("redis://127.0.0.1:6379") String redisUrl,
        @DefaultValue({"llm", "tool"}) List<String> queues,
        @DefaultValue("java") String pool,
        @DefaultValue("8") int concurrency,
        @DefaultValue("25s") Duration fence,
        @DefaultValue("20s") Duration grace,
        @DefaultValue("15s") Duration takeoverAfter) {
    public IntakeSettings {
        queues = queues.stream()
                .map(String::strip)
                .filter(q -> !q.isEmpty())
                .distinct()
                .toList();
        if (queues.isEmpty()) {
            throw new Misconfigured("FERRUMDECK_QUEUES must name at least one queue");
        }
        if (concurrency < 1) {
            throw new Misconfigured("FERRUMDECK_WORKER_CONCURRENCY must be 1 or more");
        }
        if (!pool.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new Misconfigured(
                    "FERRUMDECK_WORKER_POOL must be lower-case letters, digits and hyphens, not " + pool);
        }
        if (fence.isNegative() || fence.isZero()) {
            throw new Misconfigured("FERRUMDECK_WORKER_FENCE must be longer than nothing");
        }
    }
}
