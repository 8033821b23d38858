package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who must agree before a held call goes on.
 *
 * @param expiresSeconds how long they have; then it is denied
 * @param quorum how many must agree
 * @param role the role that may decide
 */
public record ApprovalSpec(
        @JsonProperty("expires_seconds") long expiresSeconds,
        @JsonProperty("quorum") int quorum,
        @JsonProperty("role") String role) {
    /** Roles that may be asked to decide. */
    public static final Set<String> ROLES = Collections.unmodifiableSet(
            new LinkedHashSet<>(List.of("approver", "operator", "developer", "policy_admin", "admin")));

    /** One approver, within an hour. */
    public static final ApprovalSpec DEFAULT = new ApprovalSpec(3600, 1, "approver");
}
