package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Page;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/workers} and {@code /v1/queues}. */
@RestController
class WorkersController {
    private final Standing standing;

    WorkersController(Standing standing) {
        this.standing = standing;
    }

    /** The workers that are there. */
    @GetMapping("/v1/workers")
    Page<WorkerResource> workers(@AuthenticationPrincipal Caller caller) {
        return new Page<>(standing.workers(caller.tenantId()), null, false);
    }

    /** The queues and what waits in them. */
    @GetMapping("/v1/queues")
    Page<QueueResource> queues(@AuthenticationPrincipal Caller caller) {
        return new Page<>(standing.queues(caller.tenantId()), null, false);
    }
}
