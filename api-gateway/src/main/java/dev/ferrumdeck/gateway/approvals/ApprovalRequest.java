package dev.ferrumdeck.gateway.approvals;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A question to people, as {@code control} asks it. */
public record ApprovalRequest(Subject subject, Question question, Terms terms) {

    /**
     * What step of what run it is about.
     *
     * @param stepPath path of the step
     * @param attempt the attempt that asks
     * @param requestedBy id of the key that started the run: it may not decide
     */
    public record Subject(String tenantId, String runId, String stepPath, int attempt, String requestedBy) {}

    /**
     * What is asked.
     *
     * @param title one line for people
     * @param reason why the policy (or the definition) asks
     * @param tool name of the tool, for calls
     * @param toolHash its pinned hash
     * @param arguments the exact arguments; of an approval step, its input
     * @param argsSha256 digest of the canonical arguments
     */
    public record Question(
            ApprovalKind kind,
            String title,
            @Nullable String reason,
            @Nullable String tool,
            @Nullable String toolHash,
            @Nullable JsonNode arguments,
            @Nullable String argsSha256) {}

    /**
     * How it is to be answered.
     *
     * @param quorum how many must agree
     * @param approverRole the role a voter needs (or {@code admin})
     * @param expiresIn how long people have, from now on PostgreSQL's clock
     * @param rule id of the rule that asks
     * @param policyVersion {@code name@version} of the policy that asks
     */
    public record Terms(
            int quorum,
            String approverRole,
            Duration expiresIn,
            @Nullable String rule,
            @Nullable String policyVersion) {
        public static final String DEFAULT_ROLE = "approver";

        public Terms {
            if (quorum < 1) {
                throw new IllegalArgumentException("a quorum is at least 1");
            }
        }
    }
}
