package dev.ferrumdeck.gateway.audit;

import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts what was recorded into the chain of its tenant, every second, so that recording itself takes no lock that others
 * wait for. Harmless when several run: one per tenant seals at a time.
 */
@Component
@ConditionalOnRole("bridge")
class AuditSealer {
    static final String GENESIS = "0".repeat(64);
    private static final int BATCH = 500;
    private static final Logger log = LoggerFactory.getLogger(AuditSealer.class);

    private final AuditStore store;
    private final TransactionTemplate transaction;

    AuditSealer(AuditStore store, PlatformTransactionManager transactions) {
        this.store = store;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void sealAll() {
        try {
            for (String tenant : store.tenantsToSeal()) {
                while (seal(tenant) == BATCH) {
                    log.debug("sealed {} events of tenant {}, more wait", BATCH, tenant);
                }
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("cannot seal the audit now, will try again: {}", e.getMessage());
        }
    }

    /** @return how many events were sealed */
    int seal(String tenantId) {
        Integer sealed = transaction.execute(status -> store.tryLock(tenantId) ? append(tenantId) : 0);
        return sealed == null ? 0 : sealed;
    }

    private int append(String tenantId) {
        AuditEvent head = store.head(tenantId).orElse(null);
        long seq = head == null || head.seq() == null ? 0 : head.seq();
        String hash = head == null || head.hash() == null ? GENESIS : head.hash();
        List<AuditEvent> events = store.unsealed(tenantId, BATCH);
        for (AuditEvent event : events) {
            seq++;
            AuditEvent sealed = event.sealed(seq, hash);
            store.seal(sealed);
            hash = sealed.hash() == null ? hash : sealed.hash();
        }
        return events.size();
    }
}
