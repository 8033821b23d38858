package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives tickets to those who could vote themselves. */
@Component
class Ticketing {
    private final ApprovalStore approvals;
    private final VoteRules rules;
    private final TicketOffice office;
    private final Audit audit;

    Ticketing(ApprovalStore approvals, VoteRules rules, TicketOffice office, Audit audit) {
        this.approvals = approvals;
        this.rules = rules;
        this.office = office;
        this.audit = audit;
    }

    /** @throws ApiException when the person could not vote */
    @Transactional
    public TicketOffice.Issued issue(Voter voter, String tenantId, String approvalId, @Nullable Decision decision) {
        Approval approval = approvals
                .find(approvalId)
                .filter(it -> it.subject().tenantId().equals(tenantId))
                .orElseThrow(() -> ApiException.notFound("approval", approvalId));
        Optional<VoteResult.Refused> refused = rules.refusal(approval, voter, approvals.isOverdue(approvalId));
        refused.ifPresent(VoteResult.Refused::orThrow);
        TicketOffice.Issued issued = office.issue(approval, voter, decision);
        audit.record(
                tenantId,
                voter.id(),
                "approval.ticket_issued",
                approvalId,
                Map.of(
                        "run_id",
                        approval.subject().runId(),
                        "expires_at",
                        issued.expiresAt().toString()));
        return issued;
    }
}
