package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.delivery.Signals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes votes, in the transaction it is called in. Refuses with a value, never with an exception. Thread-safe. */
@Component
class Voting {
    private final ApprovalStore approvals;
    private final VoteStore votes;
    private final VoteRules rules;
    private final EditCheck edits;
    private final Audit audit;
    private final Outbox outbox;
    private final Signals signals;

    Voting(
            ApprovalStore approvals,
            VoteStore votes,
            VoteRules rules,
            EditCheck edits,
            Audit audit,
            Outbox outbox,
            Signals signals) {
        this.approvals = approvals;
        this.votes = votes;
        this.rules = rules;
        this.edits = edits;
        this.audit = audit;
        this.outbox = outbox;
        this.signals = signals;
    }

    VoteResult vote(String tenantId, String approvalId, Voter voter, Ballot ballot) {
        Optional<Approval> found =
                approvals.lock(approvalId).filter(it -> it.subject().tenantId().equals(tenantId));
        if (found.isEmpty()) {
            return new VoteResult.Refused(ErrorCode.NOT_FOUND, "no approval " + approvalId, null);
        }
        Approval approval = found.get();
        Optional<VoteResult.Refused> refused = refusal(approval, voter, ballot);
        if (refused.isPresent()) {
            auditRefusal(approval, voter, ballot, refused.get());
            return refused.get();
        }
        votes.insert(approval, voter, ballot);
        Approval after = isDecided(approval, ballot)
                ? approvals.resolve(approvalId, ballot.decision().status(), voter.id(), ballot)
                : approval;
        auditVote(after, voter, ballot);
        if (after.status() != ApprovalStatus.PENDING) {
            outbox.add(after.subject().runId(), Outbox.DECIDED, Decisions.event(after));
        }
        return new VoteResult.Taken(after);
    }

    private Optional<VoteResult.Refused> refusal(Approval approval, Voter voter, Ballot ballot) {
        return rules.refusal(approval, voter, ballot, approvals.isOverdue(approval.id()))
                .or(() -> cancelled(approval))
                .or(() -> secondVote(approval, voter))
                .or(() -> editRefusal(approval, ballot));
    }

    /** Nothing that is decided after an accepted cancel can have an effect. */
    private Optional<VoteResult.Refused> cancelled(Approval approval) {
        String run = approval.subject().runId();
        return signals.isBeingCancelled(run)
                ? Optional.of(new VoteResult.Refused(
                        ErrorCode.CONFLICT, run + " is being cancelled; there is nothing to decide any more", null))
                : Optional.empty();
    }

    private Optional<VoteResult.Refused> secondVote(Approval approval, Voter voter) {
        if (!votes.hasVoted(approval.id(), voter.principal())) {
            return Optional.empty();
        }
        String detail = voter.name() + " has voted on " + approval.id() + " already; "
                + approval.terms().quorum() + " different people must agree";
        return Optional.of(new VoteResult.Refused(ErrorCode.CONFLICT, detail, null));
    }

    private Optional<VoteResult.Refused> editRefusal(Approval approval, Ballot ballot) {
        return ballot.decision() == Decision.EDIT && ballot.arguments() != null
                ? edits.refusal(approval, ballot.arguments())
                : Optional.empty();
    }

    /** One denial is enough; everything else needs as many voters of the same mind as the quorum says. */
    private boolean isDecided(Approval approval, Ballot ballot) {
        return ballot.decision() == Decision.DENY
                || ballot.decision() == Decision.FAIL
                || votes.countLike(approval.id(), ballot) >= approval.terms().quorum();
    }

    private void auditVote(Approval approval, Voter voter, Ballot ballot) {
        Map<String, Object> detail = detail(approval, voter, ballot);
        detail.put("status", approval.status().wireName());
        audit.record(approval.subject().tenantId(), voter.id(), "approval.voted", approval.id(), detail);
    }

    private void auditRefusal(Approval approval, Voter voter, Ballot ballot, VoteResult.Refused refused) {
        Map<String, Object> detail = detail(approval, voter, ballot);
        detail.put("code", refused.code().wireName());
        detail.put("detail", refused.detail());
        audit.record(approval.subject().tenantId(), voter.id(), "approval.vote_refused", approval.id(), detail);
    }

    private static Map<String, Object> detail(Approval approval, Voter voter, Ballot ballot) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("run_id", approval.subject().runId());
        detail.put("step", approval.subject().stepPath());
        detail.put("decision", ballot.decision().wireName());
        detail.put("via", voter.via());
        if (approval.question().argsSha256() != null) {
            detail.put("args_sha256", approval.question().argsSha256());
        }
        return detail;
    }
}
