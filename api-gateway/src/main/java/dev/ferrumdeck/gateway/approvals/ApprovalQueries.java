package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people see of approvals. */
@Component
class ApprovalQueries {
    private final ApprovalStore approvals;
    private final VoteStore votes;

    ApprovalQueries(ApprovalStore approvals, VoteStore votes) {
        this.approvals = approvals;
        this.votes = votes;
    }

    Page<ApprovalView> list(String tenantId, @Nullable String status, @Nullable String runId, Cursor cursor) {
        if (status != null && !ApprovalStatus.isOne(status)) {
            throw ApiException.invalid("'status' must be one of " + ApprovalStatus.names() + ".");
        }
        List<ApprovalView> rows = approvals.list(tenantId, status, runId, cursor.before(), cursor.fetch()).stream()
                .map(it -> ApprovalView.of(it, null))
                .toList();
        return cursor.page(rows, ApprovalView::id);
    }

    ApprovalView get(String tenantId, String approvalId) {
        Approval approval = approvals
                .find(approvalId)
                .filter(it -> it.subject().tenantId().equals(tenantId))
                .orElseThrow(() -> ApiException.notFound("approval", approvalId));
        return ApprovalView.of(
                approval,
                votes.list(approvalId).stream().map(ApprovalView.VoteView::of).toList());
    }
}
