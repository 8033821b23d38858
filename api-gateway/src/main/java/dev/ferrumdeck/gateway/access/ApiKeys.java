package dev.ferrumdeck.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes, checks, rotates and revokes keys. Thread-safe. This gateway honours a revocation at once, others within the
 * cache's time.
 */
@Service
class ApiKeys {
    private final KeyStore store;
    private final Pepper pepper;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<StoredKey>> cache;

    ApiKeys(KeyStore store, Pepper pepper, Audit audit, AuthProperties properties) {
        this.store = store;
        this.pepper = pepper;
        this.audit = audit;
        this.clock = Clock.systemUTC();
        this.cache = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(properties.keyCacheTtl())
                .build();
    }

    /** Who holds this key; empty when it is unknown, wrong, expired or revoked, which are never told apart. */
    Optional<Caller> authenticate(String text) {
        return KeyToken.parse(text)
                .flatMap(token -> cache.get(token.keyId(), this::load)
                        .filter(stored -> pepper.matches(token, stored.hmac()))
                        .filter(this::alive)
                        .map(StoredKey::caller));
    }

    private Optional<StoredKey> load(String keyId) {
        Optional<StoredKey> stored = store.load(keyId);
        if (stored.filter(this::alive).isPresent()) {
            store.used(keyId);
        }
        return stored;
    }

    private boolean alive(StoredKey key) {
        Instant expires = key.expiresAt();
        return key.revokedAt() == null && (expires == null || clock.instant().isBefore(expires));
    }

    @Transactional
    CreatedKey create(String tenantId, NewKey spec, String by) {
        boolean worker = spec.roles().contains("worker");
        List<String> queues = spec.queues() == null ? List.of() : spec.queues();
        if (worker && spec.roles().size() > 1) {
            throw ApiException.invalid("/roles", "a worker's key has the role worker and no other");
        }
        if (worker == queues.isEmpty()) {
            throw ApiException.invalid(
                    "/queues", "a worker's key, and only that, names the queues that it may claim from");
        }
        String principal = spec.principal();
        if (principal != null && principal.startsWith("key_") && !store.hasPrincipal(tenantId, principal)) {
            throw ApiException.invalid("/principal", "is the id of no key's principal; see GET /v1/api-keys");
        }
        return insert(tenantId, spec, by, null);
    }

    private CreatedKey insert(String tenantId, NewKey spec, String by, @Nullable Instant expires) {
        KeyToken token = KeyToken.fresh(random);
        ApiKey key = store.insert(tenantId, token, pepper.hash(token), spec, by, expires);
        audit.record(
                tenantId,
                by,
                "key.created",
                key.id(),
                Map.of("name", key.name(), "principal", key.principal(), "roles", key.roles()));
        return new CreatedKey(key, token.text());
    }

    /**
     * A new key with the same name, principal, rights and expiry; the old one lives on for {@code overlapSeconds}. What has
     * ended is not brought back.
     */
    @Transactional
    CreatedKey rotate(String tenantId, String id, long overlapSeconds, String by) {
        ApiKey old = find(tenantId, id);
        Instant expires = old.expiresAt();
        if (old.revokedAt() != null || (expires != null && !clock.instant().isBefore(expires))) {
            throw ApiException.conflict("Key '" + id + "' is revoked or expired; create a new one instead.");
        }
        NewKey same = new NewKey(old.name(), old.roles(), old.queues(), old.principal(), null);
        CreatedKey created = insert(tenantId, same, by, expires);
        store.expireIn(id, overlapSeconds);
        audit.record(
                tenantId,
                by,
                "key.rotated",
                id,
                Map.of("to", created.apiKey().id(), "overlap_seconds", overlapSeconds));
        forgetAfterCommit(id);
        return created;
    }

    /** Idempotent. The last admin of a tenant stays, or nobody could ever make a key again. */
    @Transactional
    void revoke(String tenantId, String id, String by) {
        ApiKey key = find(tenantId, id);
        if (isActiveAdmin(key) && !store.otherAdminLeft(tenantId, id)) {
            throw ApiException.conflict("Key '" + id + "' is the last admin key that lasts; create another one first.");
        }
        if (store.revoke(tenantId, id)) {
            audit.record(tenantId, by, "key.revoked", id, Map.of("name", key.name()));
        }
        forgetAfterCommit(id);
    }

    /** Only then: who asks between the statement and the commit would put the old row into the cache again. */
    private void forgetAfterCommit(String id) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                cache.invalidate(id);
            }
        });
    }

    private boolean isActiveAdmin(ApiKey key) {
        Instant expires = key.expiresAt();
        return key.roles().contains("admin")
                && key.revokedAt() == null
                && (expires == null || clock.instant().isBefore(expires));
    }

    ApiKey find(String tenantId, String id) {
        return store.find(tenantId, id).orElseThrow(() -> ApiException.notFound("API key", id));
    }

    List<ApiKey> list(String tenantId, @Nullable String before, int fetch) {
        return store.list(tenantId, before, fetch);
    }
}
