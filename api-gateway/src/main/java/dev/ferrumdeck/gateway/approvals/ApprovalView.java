package dev.ferrumdeck.gateway.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An approval as clients see it.
 *
 * @param arguments the proposed arguments: the exact ones that the step will have
 * @param editedArguments what was approved in their place, or null
 * @param result of a reconcile: what happened
 * @param votes who said what, oldest first; only where one approval was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApprovalView(
        @JsonProperty("id") String id,
        @JsonProperty("kind") String kind,
        @JsonProperty("status") String status,
        @JsonProperty("run_id") String runId,
        @JsonProperty("step_id") String stepId,
        @JsonProperty("step") String step,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("title") String title,
        @JsonProperty("reason") @Nullable String reason,
        @JsonProperty("rule") @Nullable String rule,
        @JsonProperty("policy_version") @Nullable String policyVersion,
        @JsonProperty("tool") @Nullable String tool,
        @JsonProperty("tool_hash") @Nullable String toolHash,
        @JsonProperty("arguments") @Nullable JsonNode arguments,
        @JsonProperty("args_sha256") @Nullable String argsSha256,
        @JsonProperty("edited_arguments") @Nullable JsonNode editedArguments,
        @JsonProperty("edited_args_sha256") @Nullable String editedArgsSha256,
        @JsonProperty("result") @Nullable JsonNode result,
        @JsonProperty("quorum") int quorum,
        @JsonProperty("approver_role") String approverRole,
        @JsonProperty("requested_by") String requestedBy,
        @JsonProperty("decided_by") @Nullable String decidedBy,
        @JsonProperty("decided_by_name") @Nullable String decidedByName,
        @JsonProperty("note") @Nullable String note,
        @JsonProperty("consumed_by") @Nullable String consumedBy,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") Instant expiresAt,
        @JsonProperty("decided_at") @Nullable Instant decidedAt,
        @JsonProperty("votes") @Nullable List<VoteView> votes,
        @JsonProperty("links") Map<String, String> links) {

    /** One vote. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VoteView(
            @JsonProperty("voter") String voter,
            @JsonProperty("voter_name") @Nullable String voterName,
            @JsonProperty("via") String via,
            @JsonProperty("decision") String decision,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("at") Instant at) {
        static VoteView of(VoteStore.Cast cast) {
            return new VoteView(cast.voter(), cast.voterName(), cast.via(), cast.verdict(), cast.reason(), cast.at());
        }
    }

    static ApprovalView of(Approval approval, @Nullable List<VoteView> votes) {
        ApprovalRequest.Subject subject = approval.subject();
        ApprovalRequest.Question question = approval.question();
        Approval.Resolution resolution = approval.resolution();
        String self = "/v1/approvals/" + approval.id();
        return new ApprovalView(
                approval.id(),
                question.kind().wireName(),
                approval.status().wireName(),
                subject.runId(),
                approval.stepId(),
                subject.stepPath(),
                subject.attempt(),
                question.title(),
                question.reason(),
                approval.terms().rule(),
                approval.terms().policyVersion(),
                question.tool(),
                question.toolHash(),
                question.arguments(),
                question.argsSha256(),
                resolution == null ? null : resolution.editedArguments(),
                approval.isEdited() ? approval.effectiveArgsSha256() : null,
                resolution == null ? null : resolution.result(),
                approval.terms().quorum(),
                approval.terms().approverRole(),
                subject.requestedBy(),
                resolution == null ? null : resolution.by(),
                resolution == null ? null : resolution.byName(),
                resolution == null ? null : resolution.note(),
                approval.consumedBy(),
                approval.createdAt(),
                approval.expiresAt(),
                resolution == null ? null : resolution.at(),
                votes,
                Map.of("self", self, "decision", self + "/decision", "run", "/v1/runs/" + subject.runId()));
    }
}
