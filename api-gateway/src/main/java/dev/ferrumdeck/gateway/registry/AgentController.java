package dev.ferrumdeck.gateway.registry;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/agents}. */
@RestController
@RequestMapping("/v1/agents")
class AgentController extends RegistryController {
    AgentController(VersionStore store, Publishing publishing) {
        super(Kind.AGENT, store, publishing);
    }
}
