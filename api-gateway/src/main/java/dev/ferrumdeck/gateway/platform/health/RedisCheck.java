package dev.ferrumdeck.gateway.platform.health;

import dev.ferrumdeck.bridge.RedisBridge;
import org.springframework.stereotype.Component;

/** Redis: without it, ready attempts wait until the sweep can ring for them. */
@Component
class RedisCheck implements ReadinessCheck {
    private final RedisBridge bridge;

    RedisCheck(RedisBridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String check() {
        if (!bridge.ping()) {
            throw new IllegalStateException("Redis does not answer");
        }
        return "answers";
    }
}
