package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.wire.ClaimRequest;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.RenewReply;
import dev.ferrumdeck.contracts.wire.RenewRequest;
import dev.ferrumdeck.contracts.wire.ResultReply;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.SaidByOthers;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The three calls of a worker for an attempt. */
@RestController
class AttemptController {
    private final Claims claims;
    private final Reports reports;
    private final Acceptance acceptance;

    AttemptController(Claims claims, Reports reports, Acceptance acceptance) {
        this.claims = claims;
        this.reports = reports;
        this.acceptance = acceptance;
    }

    @PostMapping("/v1/attempts/{attempt}/claim")
    Job claim(@AuthenticationPrincipal Caller caller, @PathVariable String attempt, @RequestBody ClaimRequest request) {
        required("/worker_id", request.workerId());
        required("/queue", request.queue());
        required("/claim_id", request.claimId());
        return claims.claim(caller, attempt, request);
    }

    @PostMapping("/v1/attempts/{attempt}/renew")
    RenewReply renew(
            @AuthenticationPrincipal Caller caller, @PathVariable String attempt, @RequestBody RenewRequest request) {
        required("/lease_id", request.leaseId());
        return claims.renew(caller, attempt, request);
    }

    @PostMapping("/v1/attempts/{attempt}/result")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ResultRequest.class)))
    ResultReply result(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String attempt,
            @SaidByOthers @RequestBody JsonNode body) {
        ResultRequest request = reports.parse(body);
        required("/lease_id", request.leaseId());
        required("/result_sha256", request.resultSha256());
        reports.checkDigest(body, request.resultSha256());
        Report report = reports.read(caller.tenantId(), request);
        Acceptance.Verdict verdict = acceptance.report(caller, attempt, request, report);
        if (verdict.refusal() != null) {
            throw verdict.refusal();
        }
        return Objects.requireNonNull(verdict.reply());
    }

    private static void required(String pointer, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(pointer, "is required");
        }
    }
}
