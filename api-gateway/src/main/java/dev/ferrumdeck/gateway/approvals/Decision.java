package dev.ferrumdeck.gateway.approvals;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a voter says. The first three answer calls and approval steps, the last three an approval of kind reconcile. */
public enum Decision {
    APPROVE(ApprovalStatus.APPROVED),
    DENY(ApprovalStatus.DENIED),
    /** Approve, with other arguments in place of the proposed ones. */
    EDIT(ApprovalStatus.APPROVED),
    HAPPENED(ApprovalStatus.HAPPENED),
    RETRY(ApprovalStatus.RETRY),
    FAIL(ApprovalStatus.FAILED);

    private final ApprovalStatus status;

    Decision(ApprovalStatus status) {
        this.status = status;
    }

    /** The status of an approval that is decided so. */
    ApprovalStatus status() {
        return status;
    }

    /** Whether this answers a question of that kind. */
    boolean answers(ApprovalKind kind) {
        boolean ofReconcile = this == HAPPENED || this == RETRY || this == FAIL;
        return ofReconcile == (kind == ApprovalKind.RECONCILE);
    }

    /** The name in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String names() {
        return Arrays.stream(values()).map(Decision::wireName).collect(Collectors.joining(", "));
    }

    static Optional<Decision> of(String wireName) {
        for (Decision decision : values()) {
            if (decision.wireName().equals(wireName)) {
                return Optional.of(decision);
            }
        }
        return Optional.empty();
    }
}
