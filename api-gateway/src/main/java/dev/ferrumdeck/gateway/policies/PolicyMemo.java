package dev.ferrumdeck.gateway.policies;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The policies in force at one moment: each is looked up once for all the decisions of an entry. Not thread-safe. */
public final class PolicyMemo {
    private final PoliciesInForce policies;
    private final Map<String, Optional<PoliciesInForce.PolicyInForce>> known = new HashMap<>();

    PolicyMemo(PoliciesInForce policies) {
        this.policies = policies;
    }

    Optional<PoliciesInForce.PolicyInForce> find(String tenantId, String name) {
        return known.computeIfAbsent(tenantId + "/" + name, key -> policies.find(tenantId, name));
    }
}
