package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.approvals.Ballots;
import dev.ferrumdeck.gateway.approvals.Voter;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/runs/{run}/signals/{name}} and its short forms. 202: the run will be told; its events show when it was. */
@RestController
class SignalsController {
    private final RunSignals signals;
    private final Approvals approvals;

    SignalsController(RunSignals signals, Approvals approvals) {
        this.signals = signals;
        this.approvals = approvals;
    }

    /** {@code cancel {reason?}}, {@code pause}, {@code resume}, {@code raise_budget {limits}}. */
    @PostMapping("/v1/runs/{run}/signals/{name}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Sent signal(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable JsonNode body) {
        return signals.send(caller, run, name, body);
    }

    /** A vote: {@code {approval_id, decision, arguments?, result?, reason?}}. */
    @PostMapping("/v1/runs/{run}/signals/decide")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Sent decide(@AuthenticationPrincipal Caller caller, @PathVariable String run, @RequestBody JsonNode body) {
        String approvalId = body.path("approval_id").asString("");
        signals.requireRun(caller, run);
        if (approvals
                .find(approvalId)
                .filter(it -> it.subject().runId().equals(run))
                .isEmpty()) {
            throw ApiException.invalid("/approval_id", "names no approval of " + run);
        }
        Voter voter = new Voter(
                caller.keyId(), caller.principal(), caller.keyName(), caller.roles(), Voter.VIA_SIGNAL_ENDPOINT);
        approvals
                .vote(caller.tenantId(), approvalId, voter, Ballots.parse(body))
                .orThrow();
        return new Sent(run, "decide");
    }

    /** Short form of the signal {@code cancel}. */
    @PostMapping("/v1/runs/{run}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Sent cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestBody(required = false) @Nullable JsonNode body) {
        return signals.send(caller, run, "cancel", body);
    }

    /** Short form of the signal {@code pause}. */
    @PostMapping("/v1/runs/{run}/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Sent pause(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestBody(required = false) @Nullable JsonNode body) {
        return signals.send(caller, run, "pause", body);
    }

    /** Short form of the signal {@code resume}. */
    @PostMapping("/v1/runs/{run}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Sent resume(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestBody(required = false) @Nullable JsonNode body) {
        return signals.send(caller, run, "resume", body);
    }
}
