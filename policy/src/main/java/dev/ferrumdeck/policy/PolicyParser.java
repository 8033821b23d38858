package dev.ferrumdeck.policy;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import java.util.List;

/** Reads and validates policies, as YAML or JSON. Finds all faults at once. */
public final class PolicyParser {
    private PolicyParser() {}

    public static Parsed<PolicySpec> parse(String yamlOrJson) {
        return Parsed.invalid(List.of(new Fault("", "not-yet", "not yet: " + yamlOrJson.length())));
    }
}
