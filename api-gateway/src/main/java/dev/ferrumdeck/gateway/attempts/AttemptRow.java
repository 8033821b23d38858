package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.workflows.machine.Amount;
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

    /** Who holds it, and how long. */
    record Lease(
            @Nullable String id,
            @Nullable String claimId,
            @Nullable String workerId,
            long remainingMillis) {}

    /** What was reserved for it and charged. */
    record Accounts(
            Amount reserved,
            List<String> budgetIds,
            boolean settled,
            @Nullable Amount charged,
            boolean reportedLate) {}

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
