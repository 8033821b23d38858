package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Votes that came to a run as a plain Temporal signal: {@code {approval_id, decision, arguments?, result?, reason?,
 * ticket?}}. The ticket names the person; without one a vote counts only where the configuration trusts whoever reaches
 * Temporal. Whatever the signal says, nothing is thrown: a refused vote is audited.
 */
@Component
class SignalVotes {
    private static final int LONGEST_ECHO = 100;

    private final ApprovalStore approvals;
    private final TicketOffice tickets;
    private final Voting voting;
    private final ApprovalsProperties properties;
    private final Audit audit;

    SignalVotes(
            ApprovalStore approvals, TicketOffice tickets, Voting voting, ApprovalsProperties properties, Audit audit) {
        this.approvals = approvals;
        this.tickets = tickets;
        this.voting = voting;
        this.properties = properties;
        this.audit = audit;
    }

    void take(String tenantId, String runId, Map<String, Object> body) {
        JsonNode vote = Json.mapper().valueToTree(body);
        String approvalId = text(vote, "approval_id");
        if (approvalId == null || !belongs(approvalId, tenantId, runId)) {
            refuse(tenantId, runId, ErrorCode.NOT_FOUND, "the signal names no approval of this run in approval_id");
            return;
        }
        String said = text(vote, "decision");
        Optional<Decision> decision = said == null ? Optional.empty() : Decision.of(said);
        if (decision.isEmpty()) {
            refuse(tenantId, approvalId, ErrorCode.VALIDATION_FAILED, "unknown decision " + echo(said));
            return;
        }
        Optional<Voter> voter = voter(tenantId, approvalId, decision.get(), text(vote, "ticket"));
        if (voter.isEmpty()) {
            refuse(tenantId, approvalId, ErrorCode.UNAUTHENTICATED, "no ticket that is good for this vote");
            return;
        }
        Ballot ballot =
                new Ballot(decision.get(), value(vote, "arguments"), value(vote, "result"), text(vote, "reason"));
        voting.vote(tenantId, approvalId, voter.get(), ballot);
    }

    private boolean belongs(String approvalId, String tenantId, String runId) {
        return StepIds.isId("apr", approvalId)
                && approvals
                        .find(approvalId)
                        .filter(it -> it.subject().tenantId().equals(tenantId)
                                && it.subject().runId().equals(runId))
                        .isPresent();
    }

    /** A ticket that is there must be good, even where unsigned signals are trusted. */
    private Optional<Voter> voter(String tenantId, String approvalId, Decision decision, @Nullable String ticket) {
        if (ticket != null) {
            return tickets.redeem(ticket, tenantId, approvalId, decision);
        }
        return properties.trustTemporalSignals()
                ? Optional.of(new Voter(
                        Voter.TEMPORAL_SIGNAL,
                        Voter.TEMPORAL_SIGNAL,
                        Voter.TEMPORAL_SIGNAL,
                        Set.of("admin"),
                        Voter.VIA_TEMPORAL))
                : Optional.empty();
    }

    private void refuse(String tenantId, String subject, ErrorCode code, String detail) {
        audit.record(
                tenantId,
                Voter.TEMPORAL_SIGNAL,
                "approval.vote_refused",
                subject,
                Map.of("code", code.wireName(), "detail", detail, "via", Voter.VIA_TEMPORAL));
    }

    private static @Nullable String text(JsonNode vote, String field) {
        JsonNode value = vote.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static @Nullable JsonNode value(JsonNode vote, String field) {
        JsonNode value = vote.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** What was sent, short and without control characters: it goes into the audit log. */
    private static String echo(@Nullable String text) {
        if (text == null) {
            return "(none)";
        }
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() > LONGEST_ECHO ? printable.substring(0, LONGEST_ECHO) : printable;
    }
}
