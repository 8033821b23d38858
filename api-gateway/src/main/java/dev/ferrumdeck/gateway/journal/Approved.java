package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.ApprovalStatus;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Command;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Approvals that dispatches rest on. */
@Component
class Approved {
    private final Approvals approvals;

    Approved(Approvals approvals) {
        this.approvals = approvals;
    }

    /** The approval that a dispatch names, if it is approved and was asked for this very step. */
    Optional<Approval> find(Preparation preparing, Command.Dispatch dispatch) {
        if (dispatch.approvalId() == null) {
            return Optional.empty();
        }
        return approvals
                .find(dispatch.approvalId())
                .filter(approval -> approval.status() == ApprovalStatus.APPROVED
                        && approval.subject().runId().equals(preparing.entry().runId())
                        && approval.subject().stepPath().equals(dispatch.step()));
    }

    /**
     * Whether an approval lets this call pass: it was given for exactly these arguments, this tool and this policy
     * version, and no other step has used it. It is used by the step from now on.
     */
    boolean letsPass(Approval approval, ToolCallDecision call) {
        return call.argsSha256().equals(approval.effectiveArgsSha256())
                && call.tool().hash().equals(approval.question().toolHash())
                && call.decided().policyVersion().equals(approval.terms().policyVersion())
                && approvals.consume(approval.id(), approval.stepId());
    }
}
