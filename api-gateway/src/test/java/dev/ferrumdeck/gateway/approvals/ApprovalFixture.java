package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.time.Duration;

/** Requests for approval, as control makes them. */
final class ApprovalFixture {
    static final String CALL = "agent/tool-1-0";
    static final String ARGUMENTS = "{\"order\": \"o1\", \"amount\": 150}";

    private ApprovalFixture() {}

    static ApprovalRequest ofCall(String tenantId, String runId, String requestedBy) {
        return ofCall(tenantId, runId, requestedBy, 1, Duration.ofHours(1));
    }

    static ApprovalRequest ofCall(String tenantId, String runId, String requestedBy, int quorum, Duration expiresIn) {
        return new ApprovalRequest(
                new ApprovalRequest.Subject(tenantId, runId, CALL, 1, requestedBy),
                new ApprovalRequest.Question(
                        ApprovalKind.TOOL,
                        "payments.refund",
                        "refunds above 100 need a person",
                        "payments.refund",
                        "hash",
                        Json.tree(ARGUMENTS),
                        Digests.canonicalSha256(ARGUMENTS)),
                new ApprovalRequest.Terms(quorum, "approver", expiresIn, "refund-over-100", "refunds@1"));
    }

    static ApprovalRequest ofStep(String tenantId, String runId, String requestedBy) {
        return new ApprovalRequest(
                new ApprovalRequest.Subject(tenantId, runId, "ask", 1, requestedBy),
                new ApprovalRequest.Question(
                        ApprovalKind.STEP, "Publish?", null, null, null, Json.tree("{\"title\": \"a\"}"), null),
                new ApprovalRequest.Terms(1, "approver", Duration.ofHours(1), null, null));
    }

    static ApprovalRequest ofReconcile(String tenantId, String runId, String requestedBy) {
        return new ApprovalRequest(
                new ApprovalRequest.Subject(tenantId, runId, CALL, 2, requestedBy),
                new ApprovalRequest.Question(
                        ApprovalKind.RECONCILE,
                        "Did payments.refund happen?",
                        null,
                        "payments.refund",
                        "hash",
                        Json.tree(ARGUMENTS),
                        null),
                new ApprovalRequest.Terms(1, "operator", Duration.ofHours(1), null, null));
    }
}
