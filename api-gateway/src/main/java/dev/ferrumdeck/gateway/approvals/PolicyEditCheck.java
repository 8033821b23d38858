package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.values.Flaws;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.registry.PolicyVersion;
import dev.ferrumdeck.gateway.registry.Registry;
import dev.ferrumdeck.policy.ApprovalSpec;
import dev.ferrumdeck.policy.Effect;
import dev.ferrumdeck.policy.PolicyDecision;
import dev.ferrumdeck.policy.PolicyEngine;
import dev.ferrumdeck.policy.PolicyInput;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.SchemaCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Checks edited arguments against the pinned schema of the tool, and decides on them by the policy in force now, with the
 * input that the first decision was recorded with. What the policy denies, or would put before more or other people than
 * this approval asked, is refused.
 */
@Component
class PolicyEditCheck implements EditCheck {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Registry registry;
    private final SchemaCheck schemas = new SchemaCheck();

    PolicyEditCheck(JdbcClient jdbc, Registry registry) {
        this.jdbc = jdbc;
        this.registry = registry;
    }

    @Override
    public Optional<VoteResult.Refused> refusal(Approval approval, JsonNode arguments) {
        String tool = approval.question().tool();
        if (approval.question().kind() != ApprovalKind.TOOL || tool == null) {
            return Optional.empty();
        }
        Map<String, Object> plain = Json.mapper().convertValue(arguments, OBJECT);
        return inexact(plain).or(() -> schemaRefusal(approval, tool, plain)).or(() -> policyRefusal(approval, plain));
    }

    /** What people agree to is bound by a digest, which must tell it from everything else. */
    private static Optional<VoteResult.Refused> inexact(Map<String, Object> arguments) {
        return Flaws.ofExact(arguments).stream()
                .findFirst()
                .map(flaw -> new VoteResult.Refused(
                        ErrorCode.VALIDATION_FAILED,
                        "the edited arguments have a value that cannot be kept exactly: " + flaw.message(),
                        "/arguments" + flaw.pointer()));
    }

    private Optional<VoteResult.Refused> schemaRefusal(Approval approval, String tool, Map<String, Object> arguments) {
        String definition = jdbc.sql("SELECT definition FROM runs WHERE id = :run")
                .param("run", approval.subject().runId())
                .query(String.class)
                .single();
        PinnedTool pinned =
                Json.read(definition, PinnedDefinition.class).tools().get(tool);
        if (pinned == null) {
            return denied("the tool " + tool + " is not one of this run");
        }
        List<Fault> faults = schemas.check(pinned.spec().inputSchema(), arguments);
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        Fault first = faults.get(0);
        return Optional.of(new VoteResult.Refused(
                ErrorCode.VALIDATION_FAILED,
                "the edited arguments do not fit the schema of " + tool + ": " + first.message(),
                "/arguments" + first.pointer()));
    }

    private Optional<VoteResult.Refused> policyRefusal(Approval approval, Map<String, Object> arguments) {
        Optional<PolicyInput> recorded = recorded(approval);
        Optional<PolicyEngine> policy = policy(approval);
        if (recorded.isEmpty() || policy.isEmpty()) {
            return denied("there is no policy that could decide on the edited arguments");
        }
        PolicyDecision decision = policy.get().decide(with(recorded.get(), arguments));
        if (decision.effect() == Effect.DENY) {
            return denied(
                    "the policy denies the edited arguments by rule " + decision.rule() + ": " + decision.reason());
        }
        return decision.effect() == Effect.REQUIRE_APPROVAL ? widerRefusal(approval, decision) : Optional.empty();
    }

    /** An edit must not slip past a stricter rule: more voters, or others. */
    private static Optional<VoteResult.Refused> widerRefusal(Approval approval, PolicyDecision decision) {
        ApprovalSpec needed = decision.approval() == null ? ApprovalSpec.DEFAULT : decision.approval();
        boolean covered = needed.quorum() <= approval.terms().quorum()
                && needed.role().equals(approval.terms().approverRole());
        return covered
                ? Optional.empty()
                : denied("rule " + decision.rule() + " wants " + needed.quorum() + " votes of role " + needed.role()
                        + " for the edited arguments; this approval asks "
                        + approval.terms().quorum() + " of role "
                        + approval.terms().approverRole());
    }

    private Optional<PolicyInput> recorded(Approval approval) {
        return jdbc.sql("""
            SELECT input FROM decisions
            WHERE run_id = :run AND step_path = :path AND attempt = :attempt
            """)
                .param("run", approval.subject().runId())
                .param("path", approval.subject().stepPath())
                .param("attempt", approval.subject().attempt())
                .query(String.class)
                .optional()
                .map(it -> Json.read(it, PolicyInput.class));
    }

    /** The version in force now of the policy that asked. */
    private Optional<PolicyEngine> policy(Approval approval) {
        String asked = approval.terms().policyVersion();
        if (asked == null) {
            return Optional.empty();
        }
        String name = asked.contains("@") ? asked.substring(0, asked.lastIndexOf('@')) : asked;
        return registry.policy(approval.subject().tenantId(), name).map(PolicyVersion::engine);
    }

    private static PolicyInput with(PolicyInput input, Map<String, Object> arguments) {
        return new PolicyInput(
                input.tool(), arguments, input.run(), input.agent(), input.step(), input.budget(), input.labels());
    }

    private static Optional<VoteResult.Refused> denied(String detail) {
        return Optional.of(new VoteResult.Refused(ErrorCode.POLICY_DENIED, detail, "/arguments"));
    }
}
