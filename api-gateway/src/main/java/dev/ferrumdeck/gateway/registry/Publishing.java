package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Publishes versions. Thread-safe; two who publish the same thing wait for each other. */
@Service
class Publishing {
    private final VersionStore store;
    private final Specs specs;
    private final NameRules names;
    private final Audit audit;

    Publishing(VersionStore store, Specs specs, NameRules names, Audit audit) {
        this.store = store;
        this.specs = specs;
        this.names = names;
        this.audit = audit;
    }

    /**
     * How something is published.
     *
     * @param ifMatch ETag of the newest version that the publisher has seen
     * @param dryRun everything is checked, nothing is stored
     */
    record Terms(@Nullable String ifMatch, boolean dryRun) {}

    /** Creates a thing, or adds a version when the specification differs from the newest one. */
    @Transactional
    Publication publish(Kind kind, Caller caller, String text, Terms terms) {
        return publish(kind, caller, specs.read(kind, caller.tenantId(), text), terms);
    }

    /** Adds a version to an existing thing, for those who have seen the newest one. */
    @Transactional
    Publication addVersion(Kind kind, Caller caller, String name, String text, Terms terms) {
        if (terms.ifMatch() == null) {
            throw ApiException.of(
                    ErrorCode.IF_MATCH_REQUIRED,
                    "Say which version this one replaces: send the ETag of the newest as 'If-Match'.");
        }
        require(kind, caller, name);
        Specs.Spec spec = specs.read(kind, caller.tenantId(), text);
        if (!spec.name().equals(name)) {
            throw ApiException.invalid("/name", "must be '" + name + "', as in the address");
        }
        return publish(kind, caller, spec, terms);
    }

    /** Takes a thing out of use. Idempotent. Runs under way keep what they pinned, and their policy decides on. */
    @Transactional
    void retire(Kind kind, Caller caller, String name) {
        Stored newest = require(kind, caller, name);
        if (store.retire(kind, caller.tenantId(), name)) {
            audit(kind, caller, "retired", newest);
        }
    }

    private Stored require(Kind kind, Caller caller, String name) {
        return store.find(kind, caller.tenantId(), name, null)
                .orElseThrow(() -> ApiException.notFound(kind.word, name));
    }

    private Publication publish(Kind kind, Caller caller, Specs.Spec spec, Terms terms) {
        String tenant = caller.tenantId();
        if (!terms.dryRun()) {
            spec.requireComplete();
            store.lockTenant(tenant);
        }
        Optional<Stored> newest = store.find(kind, tenant, spec.name(), null);
        if (terms.ifMatch() != null && !matches(terms.ifMatch(), newest)) {
            throw ApiException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "The newest version of " + kind.word + " '" + spec.name()
                            + "' is another one; read it, merge, and try again.");
        }
        JsonNode content = Json.tree(spec.spec());
        Change change = change(newest, content);
        if (change != Change.UNCHANGED) {
            checkRights(kind, caller, newest, spec);
        }
        if (terms.dryRun()) {
            return foreseen(caller, spec, content, newest, change);
        }
        switch (change) {
            case CREATED, UPDATED -> {
                store.lock(kind, tenant, spec.name());
                store.add(kind, tenant, spec.name(), spec.spec(), spec.hash(), caller.keyId());
            }
            case RESTORED -> store.restore(kind, tenant, spec.name());
            case UNCHANGED -> {}
        }
        Stored stored = require(kind, caller, spec.name());
        if (change != Change.UNCHANGED) {
            audit(kind, caller, "published", stored);
        }
        return Publication.of(stored, change);
    }

    private void checkRights(Kind kind, Caller caller, Optional<Stored> newest, Specs.Spec spec) {
        if (newest.isEmpty()) {
            names.requireOwnName(kind, caller.tenantId(), spec.name());
        }
        if (kind == Kind.TOOL) {
            ToolSpec tool = Json.read(spec.spec(), ToolSpec.class);
            ToolSpec now = newest.map(it -> Json.read(it.spec().toString(), ToolSpec.class))
                    .orElse(null);
            ToolRights.check(caller, now, newest.filter(Stored::isRetired).isPresent(), tool);
            names.requireOwnBinding(caller.tenantId(), tool);
        }
    }

    private static Change change(Optional<Stored> newest, JsonNode content) {
        if (newest.isEmpty()) {
            return Change.CREATED;
        }
        if (!newest.get().spec().equals(content)) {
            return Change.UPDATED;
        }
        return newest.get().isRetired() ? Change.RESTORED : Change.UNCHANGED;
    }

    private static Publication foreseen(
            Caller caller, Specs.Spec spec, JsonNode content, Optional<Stored> newest, Change change) {
        if (newest.isPresent() && change != Change.UPDATED) {
            return Publication.foreseen(newest.get(), spec, change);
        }
        String id = newest.map(Stored::id).orElse(null);
        int version = newest.map(Stored::latest).orElse(0) + 1;
        return Publication.foreseen(id, version, spec, content, caller.keyId(), change);
    }

    private void audit(Kind kind, Caller caller, String what, Stored stored) {
        audit.record(
                caller.tenantId(),
                caller.keyId(),
                kind.word + "." + what,
                stored.id(),
                Map.of("name", stored.name(), "version", stored.version(), "etag", stored.etag()));
    }

    private static boolean matches(String ifMatch, Optional<Stored> newest) {
        return newest.isPresent()
                && Arrays.stream(ifMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag ->
                                tag.equals("*") || tag.equals(newest.get().etag()));
    }
}
