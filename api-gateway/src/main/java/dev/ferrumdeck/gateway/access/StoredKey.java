package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.gateway.platform.web.Caller;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is needed of a key's row to let a caller in.
 *
 * @param hmac in hexadecimal
 */
record StoredKey(
        Caller caller,
        String hmac,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    static StoredKey of(String tenantId, ApiKey key, String hmac) {
        Caller caller = new Caller(
                tenantId, key.id(), key.name(), key.principal(), Set.copyOf(key.roles()), Set.copyOf(key.queues()));
        return new StoredKey(caller, hmac, key.expiresAt(), key.revokedAt());
    }
}
