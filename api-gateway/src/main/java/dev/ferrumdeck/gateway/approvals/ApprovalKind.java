package dev.ferrumdeck.gateway.approvals;

import java.util.Locale;

/** What an approval asks about. */
public enum ApprovalKind {
    /** A call that the policy holds back. */
    TOOL,
    /** An approval step of a definition. */
    STEP,
    /** An attempt that had begun to act and did not come back: did it happen? */
    RECONCILE;

    /** The name in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ApprovalKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
