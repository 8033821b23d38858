package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door of all approvals. Thread-safe. Every method joins the transaction it is called in. Source: the
 * architecture, "Approvals are signals".
 */
@Service
public class Approvals {
    private final ApprovalStore store;
    private final Voting voting;
    private final SignalVotes signals;

    Approvals(ApprovalStore store, Voting voting, SignalVotes signals) {
        this.store = store;
        this.voting = voting;
        this.signals = signals;
    }

    /**
     * Asks people. Idempotent by run, step path, attempt and kind: asked again, it answers the id of the first.
     *
     * @return id of the approval
     */
    @Transactional
    public String request(ApprovalRequest request) {
        return store.insert(request);
    }

    /**
     * Closes what is still pending: the step, or with a null {@code stepPath} the run, has ended.
     *
     * @return how many were pending
     */
    @Transactional
    public int close(String runId, @Nullable String stepPath) {
        return store.close(runId, stepPath);
    }

    /**
     * The time of an approval is up, by the machine's timer: expires it unless it is decided; the row decides.
     *
     * @return what the machine is to be told: expiry, or the decision that came first
     * @throws IllegalArgumentException when there is no such approval
     */
    @Transactional
    public Event.Decided expire(String approvalId) {
        Approval approval =
                store.lock(approvalId).orElseThrow(() -> new IllegalArgumentException("no approval " + approvalId));
        if (approval.status() == ApprovalStatus.PENDING) {
            approval = store.resolve(approvalId, ApprovalStatus.EXPIRED, null, null);
        }
        return Decisions.event(approval);
    }

    /**
     * Takes a vote: one transaction that checks everything, records the vote, and when it decides tells the run through
     * the outbox. Never throws for a vote that is refused.
     */
    @Transactional
    public VoteResult vote(String tenantId, String approvalId, Voter voter, Ballot ballot) {
        return voting.vote(tenantId, approvalId, voter, ballot);
    }

    /**
     * Takes a vote that came to a run as a plain Temporal signal. A refused one is audited and has no other effect; it
     * never throws for what the signal says, because it is called by {@code advance}. A decision reaches the run through
     * the outbox like any other.
     */
    @Transactional
    public void voteFromSignal(String tenantId, String runId, Command.Vote vote) {
        signals.take(tenantId, runId, vote.body());
    }

    /**
     * Marks an approval as used by the step that it lets pass; a retry of the same step uses it again.
     *
     * @return false when it is not approved, or another step has used it
     */
    @Transactional
    public boolean consume(String approvalId, String stepId) {
        return store.consume(approvalId, stepId);
    }

    /** The approval with this id, of any tenant: for callers inside the gateway that know what they look for. */
    @Transactional(readOnly = true)
    public Optional<Approval> find(String approvalId) {
        return store.find(approvalId);
    }

    /** What a run is told of one of its approvals, once it is decided; empty for anything else. */
    @Transactional(readOnly = true)
    public Optional<Event.Decided> decision(String runId, String approvalId) {
        return store.find(approvalId)
                .filter(approval -> approval.subject().runId().equals(runId))
                .filter(approval -> approval.status() != ApprovalStatus.PENDING)
                .map(Decisions::event);
    }
}
