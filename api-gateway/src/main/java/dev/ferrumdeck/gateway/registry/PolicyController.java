package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.policy.PolicyParser;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/policies}; the newest version is in force. */
@RestController
@RequestMapping("/v1/policies")
class PolicyController extends RegistryController {
    PolicyController(VersionStore store, Publishing publishing) {
        super(Kind.POLICY, store, publishing);
    }

    /** Checks a policy without publishing it. */
    @PostMapping(
            path = "/lint",
            consumes = {MediaType.APPLICATION_JSON_VALUE, YAML, "application/x-yaml", "text/yaml"})
    Validity lint(@RequestBody String spec) {
        return Validity.of(Specs.of(PolicyParser.parse(spec).faults()), List.of());
    }
}
