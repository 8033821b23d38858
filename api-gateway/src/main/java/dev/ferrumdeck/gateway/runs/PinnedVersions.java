package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.gateway.registry.AgentVersion;
import dev.ferrumdeck.gateway.registry.DefinitionVersion;
import dev.ferrumdeck.gateway.registry.Registry;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.Pinning;
import dev.ferrumdeck.workflows.dag.Planner;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a run names in the registry and pins all that it leads to. */
@Component
class PinnedVersions {
    private final Registry registry;

    PinnedVersions(Registry registry) {
        this.registry = registry;
    }

    /**
     * What was found.
     *
     * @param limits the version's own
     */
    record Found(int version, PinnedDefinition pinned, Limits limits) {}

    /** @throws ApiException when the registry does not have something that is named */
    Found pin(String tenantId, RunRequest request) {
        return request.kind().equals(RunRequest.AGENT) ? agent(tenantId, request) : workflow(tenantId, request);
    }

    private Found agent(String tenantId, RunRequest request) {
        AgentVersion agent =
                registry.agent(tenantId, request.name(), request.version()).orElseThrow(() -> unknown(request));
        Definition definition = Planner.agentDefinition(agent.spec(), agent.version());
        return new Found(
                agent.version(),
                pin(tenantId, definition, null),
                agent.spec().budget().toLimits());
    }

    private Found workflow(String tenantId, RunRequest request) {
        DefinitionVersion found =
                registry.definition(tenantId, request.name(), request.version()).orElseThrow(() -> unknown(request));
        return new Found(
                found.version(),
                pin(tenantId, found.spec(), found.version()),
                found.spec().budget().toLimits());
    }

    private PinnedDefinition pin(String tenantId, Definition definition, @Nullable Integer version) {
        PinnedDefinition pinned =
                Pinning.pin(definition, version, registry.lookup(tenantId)).orElseThrow(PinnedVersions::missing);
        requirePolicies(tenantId, pinned);
        return pinned;
    }

    /** Without a policy every call would be denied: said now, and not by a run that fails. */
    private void requirePolicies(String tenantId, PinnedDefinition pinned) {
        for (String policy : pinned.policies()) {
            if (!registry.hasPolicy(tenantId, policy)) {
                throw ApiException.of(
                        ErrorCode.UNKNOWN_POLICY,
                        "There is no policy '" + policy + "', or it is retired, so nothing would be allowed: publish it"
                                + " first, with POST /v1/policies.");
            }
        }
    }

    private static ApiException unknown(RunRequest request) {
        String which = request.kind() + " " + request.name()
                + (request.version() == null ? "" : " version " + request.version());
        String message = "there is no " + which + "; see GET /v1/" + request.kind() + "s";
        return ApiException.of(ErrorCode.UNKNOWN_AGENT, message, List.of(new Violation("/" + request.kind(), message)));
    }

    /** The faults point into the definition, not into the request: they are said in words. */
    private static ApiException missing(List<Fault> faults) {
        Fault first = faults.get(0);
        ErrorCode code = ErrorCode.of(first.code()).orElse(ErrorCode.DEFINITION_INVALID);
        return ApiException.of(
                code,
                "The run cannot be pinned: " + first.message(),
                faults.stream()
                        .map(it -> new Violation("", it.message() + " (at " + it.pointer() + " of the definition)"))
                        .toList());
    }
}
