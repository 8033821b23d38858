package dev.ferrumdeck.gateway.attempts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.workflows.machine.Amount;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code attempts}, as the workers' side needs it.
 *
 * @param remainingMillis until its step's time is up, by PostgreSQL's clock
 * @param charged what wider budgets were charged, once settled
 */
record AttemptRow(
        String id,
        String tenantId,
        String runId,
        String stepId,
        String stepPath,
        int attempt,
        String type,
        String queue,
        String effect,
        String state,
        Basis basis,
        int maxTokens,
        Lease lease,
        Accounts accounts,
        @Nullable String resultSha256,
        @Nullable String traceparent) {
    private static final Set<String> REPORTED = Set.of("SUCCEEDED", "FAILED", "RELEASED", "CANCELLED", "UNKNOWN");

    /** What was decided on. */
    record Basis(
            @Nullable String tool,
            @Nullable String toolHash,
            @Nullable String argsSha256,
            @Nullable String policyVersion,
            @Nullable String approvalId) {}

    /**
     * Who holds it, and how long.
     *
     * @param id the secret of the worker that claimed
     * @param keyId its key: with another one the secret is worth nothing
     */
    record Lease(
            @Nullable String id,
            @Nullable String claimId,
            @Nullable String keyId,
            @Nullable String workerId,
            long remainingMillis) {}

    /** What was reserved for it and charged. */
    record Accounts(
            Amount reserved,
            List<String> budgetIds,
            boolean settled,
            @Nullable Amount charged,
            boolean reportedLate) {}

    /** Whether this caller claimed it and got this lease. */
    boolean isOf(Caller caller, String leaseId) {
        String own = lease.id();
        return own != null
                && caller.keyId().equals(lease.keyId())
                && MessageDigest.isEqual(own.getBytes(UTF_8), leaseId.getBytes(UTF_8));
    }

    boolean isReady() {
        return state.equals("READY");
    }

    boolean isHeld() {
        return state.equals("LEASED") || state.equals("ACTING");
    }

    boolean isActing() {
        return state.equals("ACTING");
    }

    boolean isTool() {
        return type.equals("tool");
    }

    /** Whether a worker's report ended it, so that the same one may come again. */
    boolean endedByReport() {
        return resultSha256 != null && REPORTED.contains(state);
    }
}
