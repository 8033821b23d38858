package dev.ferrumdeck.policy;

import java.util.List;
import java.util.Map;

/** Tool calls for tests. */
final class Calls {
    private Calls() {}

    static PolicyInput call(String tool, Map<String, Object> args) {
        return call(tool, "write", args);
    }

    static PolicyInput call(String tool, String risk, Map<String, Object> args) {
        return new PolicyInput(
                new PolicyInput.Tool(tool, risk, "idempotent", "orders", 3),
                args,
                new PolicyInput.Run("run_1", "support", Map.of("team", "emea"), Map.of("order", 4711)),
                "support",
                new PolicyInput.Step("agent/tool-1-0", 1),
                new PolicyInput.Budget(Map.of("cost_micros", 500_000L), Map.of("cost_micros", 400_000L)),
                List.of("untrusted"));
    }

    static PolicyEngine engine(String yaml) {
        return PolicyEngine.of(PolicyParser.parse(yaml).value());
    }
}
