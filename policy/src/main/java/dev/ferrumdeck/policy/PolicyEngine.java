package dev.ferrumdeck.policy;

import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.policy.cel.Condition;
import dev.ferrumdeck.policy.spec.Parsed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy, compiled: conditions once, rules indexed by tool. Deny beats require_approval beats allow among the rules
 * that match; what no rule allows is denied. Immutable and thread-safe.
 */
public final class PolicyEngine {
    private static final int MOST_FAILURES = 3;

    private final PolicySpec spec;
    private final Map<Effect, RuleIndex> rules = new EnumMap<>(Effect.class);

    private PolicyEngine(PolicySpec spec) {
        this.spec = spec;
        Map<String, Parsed<Condition>> compiled = new HashMap<>();
        Map<Effect, List<Rule>> byEffect = new EnumMap<>(Effect.class);
        for (int i = 0; i < spec.rules().size(); i++) {
            Rule rule = Rule.of(spec.rules().get(i), i, compiled);
            byEffect.computeIfAbsent(rule.spec().effect(), key -> new ArrayList<>())
                    .add(rule);
        }
        byEffect.forEach((effect, some) -> rules.put(effect, new RuleIndex(some)));
    }

    /** Compiles a policy. A rule whose condition does not compile counts as one whose condition fails: closed. */
    public static PolicyEngine of(PolicySpec spec) {
        return new PolicyEngine(spec);
    }

    public PolicySpec spec() {
        return spec;
    }

    /**
     * Decides a tool call, within {@link Bounds#DEFAULT} for all of its conditions together. What cannot be evaluated is
     * decided closed, with the error in the reason.
     */
    public PolicyDecision decide(PolicyInput input) {
        return Meter.current().isPresent() ? decided(input) : new Meter(Bounds.DEFAULT).measure(() -> decided(input));
    }

    private PolicyDecision decided(PolicyInput input) {
        String tool = input.tool().name();
        Supplier<Map<String, Object>> variables = new Once(input);
        List<String> failures = new ArrayList<>();
        for (Effect effect : Effect.values()) { // in the order in which they win
            RuleIndex index = rules.get(effect);
            for (Rule rule : index == null ? List.<Rule>of() : index.matching(tool)) {
                Optional<PolicyDecision> decision = rule.decide(variables, failures);
                if (decision.isPresent()) {
                    return decision.get();
                }
            }
        }
        return denied("no rule of policy " + spec.name() + " allows " + tool + failed(failures));
    }

    /** An allow rule that could not be evaluated lets nothing through; people must see that it was tried. */
    private static String failed(List<String> failures) {
        if (failures.isEmpty()) {
            return "";
        }
        String more = failures.size() > MOST_FAILURES ? "; and " + (failures.size() - MOST_FAILURES) + " more" : "";
        return failures.stream().limit(MOST_FAILURES).collect(Collectors.joining("; ", " (", more + ")"));
    }

    /** Decides whether a model may be called: {@code ALLOW} or {@code DENY}. */
    public PolicyDecision decideModel(String provider, String model) {
        String name = provider + "/" + model;
        PolicySpec.Models models = spec.models();
        if (models == null || models.allow().stream().anyMatch(glob -> new Glob(glob).matches(name))) {
            return new PolicyDecision(Effect.ALLOW, PolicyDecision.MODELS_ALLOW, "model " + name + " is allowed", null);
        }
        return denied("models.allow of policy " + spec.name() + " does not name " + name);
    }

    private static PolicyDecision denied(String reason) {
        return new PolicyDecision(Effect.DENY, PolicyDecision.DEFAULT_DENY, reason, null);
    }

    /** The variables of one decision, made when the first condition asks for them. Confined to one thread. */
    private static final class Once implements Supplier<Map<String, Object>> {
        private final PolicyInput input;
        private @Nullable Map<String, Object> variables;

        private Once(PolicyInput input) {
            this.input = input;
        }

        @Override
        public Map<String, Object> get() {
            if (variables == null) {
                variables = PolicyVariables.of(input);
            }
            return variables;
        }
    }
}
