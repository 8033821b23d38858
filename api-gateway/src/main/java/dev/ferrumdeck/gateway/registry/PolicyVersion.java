package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.policy.PolicyEngine;
import dev.ferrumdeck.policy.PolicySpec;

/**
 * A published version of a policy.
 *
 * @param engine the same, compiled; thread-safe
 */
public record PolicyVersion(String id, String name, int version, PolicySpec spec, PolicyEngine engine) {

    /** As decisions and grants name it, such as {@code refunds@3}. */
    public String label() {
        return name + "@" + version;
    }
}
