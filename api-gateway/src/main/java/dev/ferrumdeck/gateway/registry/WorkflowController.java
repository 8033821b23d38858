package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.DefinitionParser;
import dev.ferrumdeck.workflows.dag.Pinning;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/workflows}: definitions. */
@RestController
@RequestMapping("/v1/workflows")
class WorkflowController extends RegistryController {
    private final Registry registry;

    WorkflowController(VersionStore store, Publishing publishing, Registry registry) {
        super(Kind.WORKFLOW, store, publishing);
        this.registry = registry;
    }

    /** Checks a definition, and whether what it names is registered. */
    @PostMapping(
            path = "/validate",
            consumes = {MediaType.APPLICATION_JSON_VALUE, YAML, "application/x-yaml", "text/yaml"})
    Validity validate(@AuthenticationPrincipal Caller caller, @RequestBody String spec) {
        Parsed<Definition> parsed = DefinitionParser.parse(spec);
        if (!parsed.isValid()) {
            return Validity.of(Specs.of(parsed.faults()), List.of());
        }
        var pinned = Pinning.pin(parsed.value(), null, registry.lookup(caller.tenantId()));
        return Validity.of(List.of(), Specs.of(pinned.faults()));
    }
}
