package dev.ferrumdeck.gateway.access;

import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tenants and keys for tests. */
@Component
public class TestKeys {
    private final ApiKeys keys;
    private final KeyStore store;

    TestKeys(ApiKeys keys, KeyStore store) {
        this.keys = keys;
        this.store = store;
    }

    /** A new tenant of this name; its id. */
    public String tenant(String name) {
        return store.tenant("ten_" + name, name);
    }

    /** The text of a new key with these roles; a worker's may claim from every queue. */
    public String key(String tenantId, String... roles) {
        return created(tenantId, List.of("*"), roles).key();
    }

    /** The text of a new key of a worker bound to these queues. */
    public String worker(String tenantId, String... queues) {
        return created(tenantId, List.of(queues), "worker").key();
    }

    /** The id of the key with this text. */
    public static String idOf(String key) {
        return KeyToken.parse(key).orElseThrow().keyId();
    }

    private CreatedKey created(String tenantId, List<String> queues, String... roles) {
        boolean worker = Arrays.asList(roles).contains("worker");
        NewKey spec = new NewKey("test " + String.join(",", roles), List.of(roles), worker ? queues : null, null, null);
        return keys.create(tenantId, spec, "test");
    }
}
