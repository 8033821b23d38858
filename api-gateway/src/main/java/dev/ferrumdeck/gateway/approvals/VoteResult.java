package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a vote. */
public sealed interface VoteResult {

    /**
     * The approval after the vote, for callers that answer a request.
     *
     * @throws ApiException when the vote was refused
     */
    Approval orThrow();

    /** The vote counts; the approval is decided now, or waits for more votes. */
    record Taken(Approval approval) implements VoteResult {
        @Override
        public Approval orThrow() {
            return approval;
        }
    }

    /**
     * The vote does not count and nothing was stored but an audit event.
     *
     * @param detail what happened and what the voter can do
     * @param pointer JSON Pointer of what is wrong in the vote, or null
     */
    record Refused(ErrorCode code, String detail, @Nullable String pointer) implements VoteResult {
        @Override
        public Approval orThrow() {
            throw ApiException.of(code, detail, pointer == null ? List.of() : List.of(new Violation(pointer, detail)));
        }
    }
}
