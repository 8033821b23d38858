package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/approvals}: the queue of questions, and the answers to them. */
@RestController
class ApprovalsController {
    private final Approvals approvals;
    private final ApprovalQueries queries;
    private final Ticketing ticketing;

    ApprovalsController(Approvals approvals, ApprovalQueries queries, Ticketing ticketing) {
        this.approvals = approvals;
        this.queries = queries;
        this.ticketing = ticketing;
    }

    /** The approvals of the tenant, newest first. */
    @GetMapping("/v1/approvals")
    Page<ApprovalView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String run,
            Cursor cursor) {
        return queries.list(caller.tenantId(), status, run, cursor);
    }

    /** One approval with its votes. */
    @GetMapping("/v1/approvals/{approval}")
    ApprovalView get(@AuthenticationPrincipal Caller caller, @PathVariable String approval) {
        return queries.get(caller.tenantId(), approval);
    }

    /** Votes: {@code {decision, arguments?, result?, reason?}}. */
    @PostMapping("/v1/approvals/{approval}/decision")
    ApprovalView decide(
            @AuthenticationPrincipal Caller caller, @PathVariable String approval, @RequestBody JsonNode body) {
        return vote(caller, approval, Ballots.parse(body));
    }

    /** The first-generation form of a vote: {@code {approved, note?}}. */
    @PutMapping("/v1/approvals/{approval}")
    ApprovalView put(
            @AuthenticationPrincipal Caller caller, @PathVariable String approval, @RequestBody JsonNode body) {
        return vote(caller, approval, Ballots.parseFirstGeneration(body));
    }

    /** A ticket that names the caller in a vote by Temporal signal: {@code {decision?}}. */
    @PostMapping("/v1/approvals/{approval}/ticket")
    Map<String, Object> ticket(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String approval,
            @RequestBody(required = false) @Nullable JsonNode body) {
        TicketOffice.Issued issued =
                ticketing.issue(voter(caller), caller.tenantId(), approval, Ballots.decision(body));
        return Map.of("ticket", issued.token(), "approval_id", approval, "expires_at", issued.expiresAt());
    }

    private ApprovalView vote(Caller caller, String approval, Ballot ballot) {
        Approval after = approvals
                .vote(caller.tenantId(), approval, voter(caller), ballot)
                .orThrow();
        return queries.get(caller.tenantId(), after.id());
    }

    private static Voter voter(Caller caller) {
        return new Voter(caller.keyId(), caller.principal(), caller.keyName(), caller.roles(), Voter.VIA_REST);
    }
}
