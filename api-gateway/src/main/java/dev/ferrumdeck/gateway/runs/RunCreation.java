package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.Planner;
import dev.ferrumdeck.workflows.dag.SchemaCheck;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates runs: pins everything that the agent or the definition names, checks the input, stores the row {@code queued},
 * and starts the workflow after the commit. When that fails the row stays queued and the sweep starts it.
 */
@Service
class RunCreation {
    private static final int LARGEST_PLAN = 256 * 1024;

    private final PinnedVersions versions;
    private final SchemaCheck schemas = new SchemaCheck();
    private final RunStore store;
    private final Audit audit;
    private final StartAfterCommit starts;

    RunCreation(PinnedVersions versions, RunStore store, Audit audit, StartAfterCommit starts) {
        this.versions = versions;
        this.store = store;
        this.audit = audit;
        this.starts = starts;
    }

    /**
     * Creates a run.
     *
     * @return its id
     * @throws ApiException when there is no such version, or the input or the budget does not fit it
     */
    @Transactional
    public String create(Caller caller, RunRequest request, @Nullable String traceparent) {
        PinnedVersions.Found found = versions.pin(caller.tenantId(), request);
        checkInput(found.pinned(), request);
        String id = Ids.next("run");
        RunPlan plan = Planner.plan(id, found.pinned(), caller.tenantId(), request.project(), request.limits());
        checkOnlyLowered(found.limits(), request.limits());
        if (Json.write(plan).length() > LARGEST_PLAN) {
            throw ApiException.of(ErrorCode.DEFINITION_INVALID, "the plan of this definition is above 256 KiB");
        }
        store.insert(new NewRun(
                id, caller.tenantId(), request, found.version(), found.pinned(), plan, caller.keyId(), traceparent));
        audit.record(
                caller.tenantId(),
                caller.keyId(),
                "run.created",
                id,
                Map.of("kind", request.kind(), "name", request.name(), "version", found.version()));
        starts.of(id);
        return id;
    }

    private void checkInput(PinnedDefinition pinned, RunRequest request) {
        Map<String, Object> schema = pinned.definition().inputSchema();
        List<Fault> faults = schemas.check(schema, Json.mapper().treeToValue(request.input(), Object.class));
        if (!faults.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.VALIDATION_FAILED,
                    "The input does not fit the input_schema of " + request.name() + ".",
                    faults.stream()
                            .map(it -> new Violation("/input" + it.pointer(), it.message()))
                            .toList());
        }
        if (pinned.isAgentRun()) {
            checkAsked(request);
        }
    }

    /** What no model could be given is refused now, while somebody is there to correct it. */
    private static void checkAsked(RunRequest request) {
        try {
            Object input = Json.mapper().treeToValue(request.input(), Object.class);
            AgentInput unused = AgentInput.of(input, Json::write);
        } catch (AgentInput.Refused e) {
            throw ApiException.of(
                    ErrorCode.VALIDATION_FAILED,
                    "The input is nothing that agent " + request.name() + " could be asked.",
                    List.of(new Violation("/input" + e.pointer(), e.getMessage())));
        }
    }

    private static void checkOnlyLowered(Limits own, Limits asked) {
        List<Violation> errors = new ArrayList<>();
        lowered("tokens", own.tokens(), asked.tokens(), errors);
        lowered("cost_micros", own.costMicros(), asked.costMicros(), errors);
        lowered("tool_calls", own.toolCalls(), asked.toolCalls(), errors);
        lowered("seconds", own.seconds(), asked.seconds(), errors);
        if (!errors.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.VALIDATION_FAILED, "A caller can lower the limits of a version, not raise them.", errors);
        }
    }

    private static void lowered(String kind, @Nullable Long own, @Nullable Long asked, List<Violation> errors) {
        if (own != null && asked != null && asked > own) {
            errors.add(new Violation("/budget/" + kind, asked + " is above the version's own limit of " + own));
        }
    }
}
