package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where an approval stands. All but {@code PENDING} are final. */
public enum ApprovalStatus {
    PENDING(Verdict.EXPIRED),
    APPROVED(Verdict.APPROVED),
    DENIED(Verdict.DENIED),
    EXPIRED(Verdict.EXPIRED),
    /** The step or the run ended first; nobody needs to decide any more. */
    CLOSED(Verdict.EXPIRED),
    HAPPENED(Verdict.HAPPENED),
    RETRY(Verdict.RETRY),
    FAILED(Verdict.FAIL);

    private final Verdict verdict;

    ApprovalStatus(Verdict verdict) {
        this.verdict = verdict;
    }

    /** What the run machine is told of an approval with this status; expiry, as long as nobody decided. */
    public Verdict verdict() {
        return verdict;
    }

    /** The name in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String names() {
        return Arrays.stream(values()).map(ApprovalStatus::wireName).collect(Collectors.joining(", "));
    }

    static boolean isOne(String wireName) {
        return Arrays.stream(values()).anyMatch(it -> it.wireName().equals(wireName));
    }

    static ApprovalStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
