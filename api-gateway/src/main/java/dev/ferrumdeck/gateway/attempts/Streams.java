package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.bridge.QueueHealth;
import dev.ferrumdeck.bridge.RedisAway;
import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.StreamHealth;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What Redis says of the streams; nothing when it does not answer, because nobody should need it to look. */
@Component
class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final ObjectProvider<RedisBridge> bridge;

    Streams(ObjectProvider<RedisBridge> bridge) {
        this.bridge = bridge;
    }

    Optional<List<QueueHealth>> look() {
        RedisBridge redis = bridge.getIfAvailable();
        if (redis == null) {
            return Optional.empty();
        }
        try {
            StreamHealth health = redis.health();
            return Optional.of(health.queues().stream().map(health::of).toList());
        } catch (RedisAway e) {
            LOG.warn("redis does not answer; the queues are shown without it", e);
            return Optional.empty();
        }
    }
}
