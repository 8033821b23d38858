package dev.ferrumdeck.gateway.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.policy.PolicyEngine;
import dev.ferrumdeck.policy.PolicySpec;
import dev.ferrumdeck.workflows.dag.AgentSpec;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.Pinning;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Looks up published versions and prices. What is retired is not there for new runs; a retired policy still decides for
 * those under way. Joins the current transaction. Thread-safe.
 */
@Service
public class Registry {
    private final VersionStore store;
    private final Prices prices;
    private final Cache<String, PolicyVersion> policies =
            Caffeine.newBuilder().maximumSize(1_000).build();

    Registry(VersionStore store, Prices prices) {
        this.store = store;
        this.prices = prices;
    }

    /** @param version null is the newest */
    public Optional<AgentVersion> agent(String tenantId, String name, @Nullable Integer version) {
        return inUse(Kind.AGENT, tenantId, name, version)
                .map(found -> new AgentVersion(
                        found.id(),
                        found.name(),
                        found.version(),
                        Json.read(found.spec().toString(), AgentSpec.class)));
    }

    /** The newest version. */
    public Optional<ToolVersion> tool(String tenantId, String name) {
        return inUse(Kind.TOOL, tenantId, name, null).map(Registry::toolVersion);
    }

    /** @param version null is the newest */
    public Optional<DefinitionVersion> definition(String tenantId, String name, @Nullable Integer version) {
        return inUse(Kind.WORKFLOW, tenantId, name, version)
                .map(found -> new DefinitionVersion(
                        found.id(),
                        found.name(),
                        found.version(),
                        Json.read(found.spec().toString(), Definition.class)));
    }

    /** Whether new runs can be decided by that policy. */
    public boolean hasPolicy(String tenantId, String name) {
        return inUse(Kind.POLICY, tenantId, name, null).isPresent();
    }

    /** The version in force, compiled once; empty when there is no such policy, and then nothing is allowed. */
    public Optional<PolicyVersion> policy(String tenantId, String name) {
        return store.find(Kind.POLICY, tenantId, name, null)
                .map(found -> policies.get(found.id() + "@" + found.version(), key -> policyVersion(found)));
    }

    /** The price of a model by the price table: {@code openai}, {@code gpt-4o}. */
    public Optional<PriceSpec> price(String provider, String model) {
        return prices.of(provider, model);
    }

    /** The registry of one tenant, for {@link Pinning#pin}. */
    public Pinning.Lookup lookup(String tenantId) {
        return new Pinning.Lookup() {
            @Override
            public Optional<PinnedAgent> agent(String name, @Nullable Integer version) {
                return Registry.this
                        .agent(tenantId, name, version)
                        .map(found -> new PinnedAgent(found.version(), found.spec()));
            }

            @Override
            public Optional<PinnedTool> tool(String name) {
                return Registry.this
                        .tool(tenantId, name)
                        .map(found -> new PinnedTool(found.version(), found.hash(), found.spec()));
            }

            @Override
            public Optional<PriceSpec> price(String provider, String model) {
                return Registry.this.price(provider, model);
            }
        };
    }

    private Optional<Stored> inUse(Kind kind, String tenantId, String name, @Nullable Integer version) {
        return store.find(kind, tenantId, name, version).filter(found -> !found.isRetired());
    }

    private static ToolVersion toolVersion(Stored found) {
        String hash = found.hash() == null ? "" : found.hash();
        ToolSpec spec = Json.read(found.spec().toString(), ToolSpec.class);
        return new ToolVersion(found.id(), found.name(), found.version(), hash, spec);
    }

    private static PolicyVersion policyVersion(Stored found) {
        PolicySpec spec = Json.read(found.spec().toString(), PolicySpec.class);
        return new PolicyVersion(found.id(), found.name(), found.version(), spec, PolicyEngine.of(spec));
    }
}
