package dev.ferrumdeck.gateway.approvals;

import java.util.Set;

/**
 * Who votes.
 *
 * @param id id of the key, or {@link #TEMPORAL_SIGNAL}
 * @param principal who stands behind the key: one principal has one vote, whichever key it uses
 * @param name for people
 * @param roles what the key may do
 * @param via {@code rest}, {@code signal-endpoint} or {@code temporal-signal}: the way the vote came
 */
public record Voter(String id, String principal, String name, Set<String> roles, String via) {
    /** The voter that stands for an unsigned Temporal signal. */
    public static final String TEMPORAL_SIGNAL = "temporal-signal";

    public static final String VIA_REST = "rest";
    public static final String VIA_SIGNAL_ENDPOINT = "signal-endpoint";
    public static final String VIA_TEMPORAL = "temporal-signal";

    public Voter {
        roles = Set.copyOf(roles);
    }
}
