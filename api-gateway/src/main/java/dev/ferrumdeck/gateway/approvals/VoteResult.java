package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a vote. */
public sealed interface VoteResult {

    /** The vote counts; the approval is decided now, or waits for more votes. */
    record Taken(Approval approval) implements VoteResult {}

    /**
     * The vote does not count and nothing was stored but an audit event.
     *
     * @param detail what happened and what the voter can do
     * @param pointer JSON Pointer of what is wrong in the vote, or null
     */
    record Refused(ErrorCode code, String detail, @Nullable String pointer) implements VoteResult {}
}
