package dev.ferrumdeck.gateway.platform.web;

import java.util.Set;

/**
 * Who calls: an API key of a person, a service or a worker. Controllers take it as {@code @AuthenticationPrincipal
 * Caller}.
 *
 * @param keyId id of the key, {@code key_...}; also the actor in the audit
 * @param principal who stands behind the key: compared where it matters that people differ
 * @param roles viewer, developer, approver, operator, policy_admin, admin, worker
 * @param queues for role worker: the queues it may claim from; {@code *} stands for all
 */
public record Caller(
        String tenantId, String keyId, String keyName, String principal, Set<String> roles, Set<String> queues) {
    public Caller {
        roles = Set.copyOf(roles);
        queues = Set.copyOf(queues);
    }

    /** Whether the caller has this role; {@code admin} has every role of people, never {@code worker}. */
    public boolean has(String role) {
        return roles.contains(role) || (!role.equals("worker") && roles.contains("admin"));
    }

    /** Whether a worker with this key may claim from a queue; {@code *} stands for every queue. */
    public boolean serves(String queue) {
        return isWorker() && (queues.contains("*") || queues.contains(queue));
    }

    /** Whether this is the key of a worker and of nobody else. */
    public boolean isWorker() {
        return roles.contains("worker");
    }
}
