package dev.ferrumdeck.policy;

import dev.ferrumdeck.policy.cel.Condition;
import dev.ferrumdeck.policy.cel.ConditionFailed;
import dev.ferrumdeck.policy.spec.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A compiled rule.
 *
 * @param order its place in the policy
 * @param condition null when it always holds, or does not compile
 * @param broken why the condition does not compile, or null
 */
record Rule(
        RuleSpec spec,
        int order,
        @Nullable Condition condition,
        @Nullable String broken) {

    /**
     * Compiles a rule.
     *
     * @param compiled the conditions that were compiled already, by their source: large policies repeat them
     */
    static Rule of(RuleSpec spec, int order, Map<String, Parsed<Condition>> compiled) {
        if (spec.when() == null) {
            return new Rule(spec, order, null, null);
        }
        Parsed<Condition> condition =
                compiled.computeIfAbsent(spec.when(), when -> PolicyVariables.ENVIRONMENT.compile(when, ""));
        return condition.isValid()
                ? new Rule(spec, order, condition.value(), null)
                : new Rule(spec, order, null, condition.faults().get(0).message());
    }

    /**
     * The decision of this rule when it matches; its tools are known to match.
     *
     * @param failures takes a line when the rule would allow, but cannot be evaluated
     */
    Optional<PolicyDecision> decide(Supplier<Map<String, Object>> variables, List<String> failures) {
        String failure = broken;
        if (condition != null) {
            try {
                return condition.holds(variables.get()) ? Optional.of(decision("")) : Optional.empty();
            } catch (ConditionFailed e) {
                failure = e.getMessage();
            }
        }
        if (failure == null) {
            return Optional.of(decision(""));
        }
        // closed: a rule that cannot be evaluated holds the call back, and never lets one through
        if (spec.effect() == Effect.ALLOW) {
            failures.add("the condition of rule " + spec.id() + " could not be evaluated: " + failure);
            return Optional.empty();
        }
        return Optional.of(decision(" (its condition could not be evaluated: " + failure + ")"));
    }

    private PolicyDecision decision(String suffix) {
        ApprovalSpec approval = null;
        if (spec.effect() == Effect.REQUIRE_APPROVAL) {
            approval = spec.approval() == null ? ApprovalSpec.DEFAULT : spec.approval();
        }
        String reason = spec.reason() == null ? spec.effect().wireName() + " by rule " + spec.id() : spec.reason();
        return new PolicyDecision(spec.effect(), spec.id(), reason + suffix, approval);
    }
}
