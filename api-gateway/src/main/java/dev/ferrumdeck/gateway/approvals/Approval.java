package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.Digests;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An approval as its row stands.
 *
 * @param stepId id of the step it is about
 * @param requester principal of who started the run: it may not decide, with whichever key
 * @param terms as asked; {@code expiresIn} is the time between creation and expiry
 * @param resolution how it was decided, or null
 * @param consumedBy id of the step that it let pass, or null
 */
public record Approval(
        String id,
        String stepId,
        ApprovalRequest.Subject subject,
        String requester,
        ApprovalRequest.Question question,
        ApprovalRequest.Terms terms,
        ApprovalStatus status,
        @Nullable Resolution resolution,
        @Nullable String consumedBy,
        Instant createdAt,
        Instant expiresAt) {

    /**
     * How an approval was decided.
     *
     * @param by key id of the voter who decided, {@code temporal-signal}, or null when time or the run did
     * @param keyName name of that key, or null
     * @param editedArguments what to use in place of the proposed arguments, or null
     * @param result of a reconcile: what happened
     */
    public record Resolution(
            @Nullable String by,
            @Nullable String keyName,
            @Nullable String note,
            @Nullable JsonNode editedArguments,
            @Nullable JsonNode result,
            Instant at) {
        /** Who, for people to read; null when time or the run did. */
        public @Nullable String byName() {
            return keyName != null ? keyName : by;
        }
    }

    /** Whether it was approved with other arguments than were proposed. */
    public boolean isEdited() {
        return resolution != null && resolution.editedArguments() != null;
    }

    /** The arguments that were approved: the edited ones, else the proposed ones. */
    public @Nullable JsonNode effectiveArguments() {
        return resolution != null && resolution.editedArguments() != null
                ? resolution.editedArguments()
                : question.arguments();
    }

    /** Digest of the canonical {@link #effectiveArguments()}: the call that rests on this approval must have the same. */
    public @Nullable String effectiveArgsSha256() {
        return resolution != null && resolution.editedArguments() != null
                ? Digests.canonicalSha256(resolution.editedArguments().toString())
                : question.argsSha256();
    }
}
