package dev.ferrumdeck.gateway.policies;

import dev.ferrumdeck.policy.PolicyEngine;
import java.util.Optional;

/** The policies that decide now: the one part of a run that is not pinned. Thread-safe. */
public interface PoliciesInForce {

    /** The version in force of a policy; none: everything is denied. */
    Optional<PolicyInForce> find(String tenantId, String name);

    /**
     * A compiled policy.
     *
     * @param version {@code name@number}
     */
    record PolicyInForce(String version, PolicyEngine engine) {}
}
