package dev.ferrumdeck.policy;

import dev.ferrumdeck.policy.cel.CelEnvironment;
import dev.ferrumdeck.policy.cel.CelValues;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The variables of the conditions of policies. */
final class PolicyVariables {
    static final CelEnvironment ENVIRONMENT = new CelEnvironment(types());

    /** What the objects among them have; {@code args} is whatever the tool takes. */
    static final Map<String, Set<String>> KEYS = Map.of(
            "tool", Set.of("name", "risk", "effect", "server", "version"),
            "run", Set.of("id", "agent", "labels", "input"),
            "step", Set.of("path", "attempt"),
            "budget", Set.of("limits", "spent"));

    private PolicyVariables() {}

    static Map<String, Object> of(PolicyInput input) {
        PolicyInput.Tool tool = input.tool();
        Map<String, Object> run = new HashMap<>();
        run.put("id", input.run().id());
        run.put("agent", input.run().agent());
        run.put("labels", input.run().labels());
        if (input.run().input() != null) {
            run.put("input", input.run().input());
        }
        // only these two are of unknown shape: the rest is made of what CEL computes with
        Map<String, Object> values = CelValues.of(Map.of("args", input.args(), "run", run));
        values.put(
                "tool",
                Map.of(
                        "name", tool.name(),
                        "risk", tool.risk(),
                        "effect", tool.effect(),
                        "server", tool.server(),
                        "version", (long) tool.version()));
        values.put("agent", input.agent());
        values.put("step", Map.of("path", input.step().path(), "attempt", (long)
                input.step().attempt()));
        values.put(
                "budget",
                Map.of(
                        "limits",
                        input.budget().limits(),
                        "spent",
                        input.budget().spent()));
        values.put("labels", input.labels());
        return values;
    }

    private static Map<String, CelEnvironment.Type> types() {
        Map<String, CelEnvironment.Type> types = new LinkedHashMap<>();
        types.put("tool", CelEnvironment.Type.OBJECT);
        types.put("args", CelEnvironment.Type.OBJECT);
        types.put("run", CelEnvironment.Type.OBJECT);
        types.put("agent", CelEnvironment.Type.TEXT);
        types.put("step", CelEnvironment.Type.OBJECT);
        types.put("budget", CelEnvironment.Type.OBJECT);
        types.put("labels", CelEnvironment.Type.TEXTS);
        return types;
    }
}
