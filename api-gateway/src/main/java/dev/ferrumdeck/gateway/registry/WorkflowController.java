package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.DefinitionParser;
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
    private final Specs specs;

    WorkflowController(VersionStore store, Publishing publishing, Specs specs) {
        super(Kind.WORKFLOW, store, publishing);
        this.specs = specs;
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
        return Validity.of(List.of(), Specs.of(specs.missing(caller.tenantId(), parsed.value())));
    }
}
