package dev.ferrumdeck.gateway.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Recomputes the chain of a tenant. Thread-safe. */
@Component
class ChainVerifier {
    private static final int BATCH = 1_000;

    private final AuditStore store;

    ChainVerifier(AuditStore store) {
        this.store = store;
    }

    ChainReport verify(String tenantId) {
        long seq = 0;
        String hash = AuditSealer.GENESIS;
        long unsealed = store.countUnsealed(tenantId);
        List<AuditEvent> batch = store.chain(tenantId, 0, BATCH);
        while (!batch.isEmpty()) {
            for (AuditEvent event : batch) {
                String fault = fault(event, seq + 1, hash);
                if (fault != null) {
                    return new ChainReport(false, seq, hash, unsealed, seq + 1, fault);
                }
                seq++;
                hash = event.computedHash();
            }
            batch = store.chain(tenantId, seq, BATCH);
        }
        return new ChainReport(true, seq, hash, unsealed, null, null);
    }

    private static @Nullable String fault(AuditEvent event, long seq, String previousHash) {
        if (event.seq() == null || event.seq() != seq) {
            return "event " + seq + " is missing";
        }
        if (!previousHash.equals(event.previousHash())) {
            return "event " + event.id() + " does not follow the one before it";
        }
        return event.computedHash().equals(event.hash()) ? null : "event " + event.id() + " was changed";
    }
}
