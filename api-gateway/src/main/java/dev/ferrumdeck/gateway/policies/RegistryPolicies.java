package dev.ferrumdeck.gateway.policies;

import dev.ferrumdeck.gateway.registry.Registry;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The registry's policies. */
@Component
class RegistryPolicies implements PoliciesInForce {
    private final Registry registry;

    RegistryPolicies(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<PolicyInForce> find(String tenantId, String name) {
        return registry.policy(tenantId, name).map(found -> new PolicyInForce(found.label(), found.engine()));
    }
}
