package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may vote on what, and when. Pure; the first rule that is broken names the refusal. */
@Component
class VoteRules {
    private static final int LONGEST_REASON = 2_000;

    private final ApprovalsProperties properties;

    VoteRules(ApprovalsProperties properties) {
        this.properties = properties;
    }

    /** @param overdue whether the approval's time is up on PostgreSQL's clock */
    Optional<VoteResult.Refused> refusal(Approval approval, Voter voter, Ballot ballot, boolean overdue) {
        return role(approval, voter)
                .or(() -> requester(approval, voter))
                .or(() -> decided(approval, overdue))
                .or(() -> shape(approval, ballot));
    }

    /** Whether this voter could vote at all: for tickets, which are issued before the vote. */
    Optional<VoteResult.Refused> refusal(Approval approval, Voter voter, boolean overdue) {
        return role(approval, voter).or(() -> requester(approval, voter)).or(() -> decided(approval, overdue));
    }

    private static Optional<VoteResult.Refused> role(Approval approval, Voter voter) {
        String needed = approval.terms().approverRole();
        if (voter.roles().contains(needed) || voter.roles().contains("admin")) {
            return Optional.empty();
        }
        return refused(
                ErrorCode.FORBIDDEN,
                voter.name() + " lacks the role " + needed + " that " + approval.id() + " asks for");
    }

    private Optional<VoteResult.Refused> requester(Approval approval, Voter voter) {
        if (properties.requesterMayDecide() || !voter.principal().equals(approval.requester())) {
            return Optional.empty();
        }
        return refused(
                ErrorCode.FORBIDDEN,
                "who started " + approval.subject().runId() + " cannot decide its approvals; ask somebody else");
    }

    private static Optional<VoteResult.Refused> decided(Approval approval, boolean overdue) {
        Approval.Resolution resolution = approval.resolution();
        if (resolution != null) {
            String by = resolution.byName() == null ? "" : " by " + resolution.byName();
            return refused(
                    ErrorCode.ALREADY_DECIDED,
                    approval.id() + " is " + approval.status().wireName() + by + " since " + resolution.at());
        }
        return overdue
                ? refused(ErrorCode.ALREADY_DECIDED, approval.id() + " expired at " + approval.expiresAt())
                : Optional.empty();
    }

    private static Optional<VoteResult.Refused> shape(Approval approval, Ballot ballot) {
        Decision decision = ballot.decision();
        if (!decision.answers(approval.question().kind())) {
            String fitting = approval.question().kind() == ApprovalKind.RECONCILE
                    ? "happened, retry or fail"
                    : "approve, deny or edit";
            return invalid("decision", approval.id() + " is answered by " + fitting);
        }
        if (decision == Decision.EDIT
                && (ballot.arguments() == null || !ballot.arguments().isObject())) {
            return invalid("arguments", "edit needs the arguments to use instead, as an object");
        }
        if (decision != Decision.EDIT && ballot.arguments() != null) {
            return invalid("arguments", "arguments go with edit only; the decision was " + decision.wireName());
        }
        if (decision == Decision.HAPPENED && ballot.result() == null) {
            return invalid("result", "happened needs the result that the step shall have");
        }
        if (decision != Decision.HAPPENED && ballot.result() != null) {
            return invalid("result", "a result goes with happened only; the decision was " + decision.wireName());
        }
        return text(ballot);
    }

    /** What PostgreSQL cannot store must be refused here: a failing statement would fail the whole journal entry. */
    private static Optional<VoteResult.Refused> text(Ballot ballot) {
        if (ballot.reason() != null && ballot.reason().length() > LONGEST_REASON) {
            return invalid("reason", "a reason has at most " + LONGEST_REASON + " characters");
        }
        if (hasNul(ballot.reason())) {
            return invalid("reason", "a reason cannot contain the character U+0000");
        }
        if (ballot.arguments() != null && hasNul(ballot.arguments().toString())) {
            return invalid("arguments", "arguments cannot contain the character U+0000");
        }
        if (ballot.result() != null && hasNul(ballot.result().toString())) {
            return invalid("result", "a result cannot contain the character U+0000");
        }
        return Optional.empty();
    }

    private static boolean hasNul(@Nullable String text) {
        return text != null && (text.indexOf('\0') >= 0 || text.contains("\\u0000"));
    }

    private static Optional<VoteResult.Refused> refused(ErrorCode code, String detail) {
        return Optional.of(new VoteResult.Refused(code, detail, null));
    }

    private static Optional<VoteResult.Refused> invalid(String field, String detail) {
        return Optional.of(new VoteResult.Refused(ErrorCode.VALIDATION_FAILED, detail, "/" + field));
    }
}
