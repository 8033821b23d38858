package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets idempotency keys whose time is over. */
@Component
@ConditionalOnRole("bridge")
class IdempotencyCleanup {
    private static final Logger log = LoggerFactory.getLogger(IdempotencyCleanup.class);

    private final IdempotencyStore store;

    IdempotencyCleanup(IdempotencyStore store) {
        this.store = store;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void clean() {
        try {
            log.debug("forgot {} idempotency keys", store.deleteOld());
        } catch (DataAccessException e) {
            log.warn("cannot forget old idempotency keys now: {}", e.getMessage());
        }
    }
}
