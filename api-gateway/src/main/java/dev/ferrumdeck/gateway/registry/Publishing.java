package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Publishes versions. Thread-safe; two who publish the same thing wait for each other. */
@Service
class Publishing {
    private final VersionStore store;
    private final Specs specs;
    private final Audit audit;

    Publishing(VersionStore store, Specs specs, Audit audit) {
        this.store = store;
        this.specs = specs;
        this.audit = audit;
    }

    /** What came of it; {@code created} is false when the newest version says the same already. */
    record Published(Stored stored, boolean created) {}

    /** Creates a thing, or adds a version when the specification differs from the newest one. */
    @Transactional
    Published publish(Kind kind, Caller caller, String text, @Nullable String ifMatch) {
        return publish(kind, caller, specs.read(kind, caller.tenantId(), text), ifMatch);
    }

    /** Adds a version to an existing thing, for those who have seen the newest one. */
    @Transactional
    Published addVersion(Kind kind, Caller caller, String name, String text, @Nullable String ifMatch) {
        if (ifMatch == null) {
            throw ApiException.of(
                    ErrorCode.IF_MATCH_REQUIRED,
                    "Say which version this one replaces: send the ETag of the newest as 'If-Match'.");
        }
        if (store.find(kind, caller.tenantId(), name, null).isEmpty()) {
            throw ApiException.notFound(kind.word, name);
        }
        Specs.Spec spec = specs.read(kind, caller.tenantId(), text);
        if (!spec.name().equals(name)) {
            throw ApiException.invalid("/name", "must be '" + name + "', as in the address");
        }
        return publish(kind, caller, spec, ifMatch);
    }

    private Published publish(Kind kind, Caller caller, Specs.Spec spec, @Nullable String ifMatch) {
        String tenant = caller.tenantId();
        store.lock(kind, tenant, spec.name());
        Optional<Stored> newest = store.find(kind, tenant, spec.name(), null);
        if (ifMatch != null && !matches(ifMatch, newest)) {
            throw ApiException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "The newest version of " + kind.word + " '" + spec.name()
                            + "' is another one; read it, merge, and try again.");
        }
        if (newest.isPresent() && newest.get().spec().equals(Json.tree(spec.spec()))) {
            return new Published(newest.get(), false);
        }
        store.add(kind, tenant, spec.name(), spec.spec(), spec.hash(), caller.keyId());
        Stored stored = store.find(kind, tenant, spec.name(), null).orElseThrow();
        audit.record(
                tenant,
                caller.keyId(),
                kind.word + ".published",
                stored.id(),
                Map.of("name", stored.name(), "version", stored.version(), "etag", stored.etag()));
        return new Published(stored, true);
    }

    private static boolean matches(String ifMatch, Optional<Stored> newest) {
        return newest.isPresent()
                && Arrays.stream(ifMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag ->
                                tag.equals("*") || tag.equals(newest.get().etag()));
    }
}
