package dev.ferrumdeck.gateway.policies;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.policy.Effect;
import dev.ferrumdeck.policy.PolicyDecision;
import dev.ferrumdeck.policy.PolicyEngine;
import dev.ferrumdeck.policy.PolicyInput;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides calls by the policy in force. No policy is a denial. Thread-safe. */
@Component
public class Decider {
    /** Policy version of a decision that no policy made. */
    public static final String NO_POLICY = "none@0";

    private final PoliciesInForce policies;

    Decider(PoliciesInForce policies) {
        this.policies = policies;
    }

    /**
     * A call that is to be decided.
     *
     * @param labels what is known of the origin of its arguments
     */
    public record Call(
            StepPath step,
            int attempt,
            PinnedTool tool,
            Map<String, Object> arguments,
            BudgetView budget,
            List<String> labels) {}

    /**
     * What was decided.
     *
     * @param policyVersion {@code name@number} of the policy that decided
     * @param input what it knew
     */
    public record Decided(PolicyDecision decision, String policyVersion, Object input) {
        public Effect effect() {
            return decision.effect();
        }
    }

    /** The policies in force now, for the decisions of one entry. */
    public PolicyMemo policiesNow() {
        return new PolicyMemo(policies);
    }

    /** Decides a tool call of a run. */
    public Decided decide(PolicyMemo inForce, PinnedRun run, Call call) {
        PolicyInput input = input(run, call);
        String name = run.policy(call.step());
        return inForce.find(run.tenantId(), name)
                .map(policy -> new Decided(policy.engine().decide(input), policy.version(), input))
                .orElseGet(() -> new Decided(missing(name), NO_POLICY, input));
    }

    /** Decides whether a run may call a model at that step; all that may stand in for it have to be allowed too. */
    public Decided decideModel(PolicyMemo inForce, PinnedRun run, StepPath step) {
        ModelSpec model = run.model(step);
        Object input = Map.of("model", model.fullName(), "step", step.toString());
        String name = run.policy(step);
        return inForce.find(run.tenantId(), name)
                .map(policy -> new Decided(decide(policy.engine(), model), policy.version(), input))
                .orElseGet(() -> new Decided(missing(name), NO_POLICY, input));
    }

    private static PolicyDecision decide(PolicyEngine engine, ModelSpec model) {
        PolicyDecision decision = engine.decideModel(model.provider(), model.name());
        for (ModelSpec.Fallback fallback : model.fallbacks()) {
            PolicyDecision other = engine.decideModel(fallback.provider(), fallback.name());
            if (decision.effect() == Effect.ALLOW && other.effect() != Effect.ALLOW) {
                String why = "its fallback " + fallback.fullName() + " is not allowed: " + other.reason();
                decision = new PolicyDecision(other.effect(), other.rule(), why, other.approval());
            }
        }
        return decision;
    }

    private static PolicyDecision missing(String name) {
        return new PolicyDecision(
                Effect.DENY,
                PolicyDecision.DEFAULT_DENY,
                "there is no policy " + name + ", so nothing is allowed",
                null);
    }

    private static PolicyInput input(PinnedRun run, Call call) {
        PinnedTool tool = call.tool();
        String agent = run.agentName(call.step()).orElse(run.name());
        return new PolicyInput(
                new PolicyInput.Tool(
                        tool.spec().name(),
                        tool.spec().risk().wireName(),
                        tool.spec().effect().wireName(),
                        tool.spec().server(),
                        tool.version()),
                call.arguments(),
                new PolicyInput.Run(run.runId(), run.name(), labels(run), run.input()),
                agent,
                new PolicyInput.Step(call.step().toString(), call.attempt()),
                budget(call.budget()),
                call.labels());
    }

    private static Map<String, String> labels(PinnedRun run) {
        Map<String, String> labels = new HashMap<>();
        run.labels().forEach((key, value) -> labels.put(key, String.valueOf(value)));
        return labels;
    }

    private static PolicyInput.Budget budget(BudgetView view) {
        Limits limits = view.limits();
        Map<String, Long> limited = new HashMap<>();
        putIfLimited(limited, "tokens", limits.tokens());
        putIfLimited(limited, "cost_micros", limits.costMicros());
        putIfLimited(limited, "tool_calls", limits.toolCalls());
        putIfLimited(limited, "seconds", limits.seconds());
        Amount spent = view.spent();
        return new PolicyInput.Budget(
                limited,
                Map.of(
                        "tokens", spent.tokens(),
                        "cost_micros", spent.costMicros(),
                        "tool_calls", spent.toolCalls(),
                        "seconds", view.workMillis() / 1000));
    }

    private static void putIfLimited(Map<String, Long> limits, String kind, @Nullable Long limit) {
        if (limit != null) {
            limits.put(kind, limit);
        }
    }
}
