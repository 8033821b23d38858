package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.machine.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Refuses definitions whose plan would be too large for the input of a workflow, whatever is pinned for them. */
final class PlanSize {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "x".repeat(64);

    private PlanSize() {}

    static void check(Definition definition, List<Fault> faults) {
        PinnedDefinition pinned =
                Pinning.pin(definition, Integer.MAX_VALUE, new Largest()).value();
        String plan = JSON.writeValueAsString(Planner.plan(NAME, pinned, NAME, NAME, Limits.NONE));
        int bytes = plan.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Forms.MAX_PLAN_BYTES) {
            String message = "the plan of this definition has " + bytes + " bytes; at most " + Forms.MAX_PLAN_BYTES
                    + ": use fewer steps or dependencies, or a map for what repeats";
            faults.add(new Fault("/steps", "too-large", message));
        }
    }

    /** Pins whatever is asked for, as large as it can be. */
    private static final class Largest implements Pinning.Lookup {
        @Override
        public Optional<PinnedAgent> agent(String name, @Nullable Integer version) {
            ModelSpec model = new ModelSpec("x", "x", Integer.MAX_VALUE, null, null);
            AgentSpec spec = new AgentSpec(
                    name, null, model, "", List.of(), null, BudgetSpec.NONE, Integer.MAX_VALUE, null, null, 1000, 1000);
            return Optional.of(new PinnedAgent(Integer.MAX_VALUE, spec));
        }

        @Override
        public Optional<PinnedTool> tool(String name) {
            ToolSpec spec = new ToolSpec(
                    name,
                    "",
                    Map.of(),
                    Risk.READ,
                    Effect.NONE,
                    "x",
                    "x",
                    "x",
                    1,
                    new RetrySpec(100, 86_400, 86_400),
                    List.of());
            return Optional.of(new PinnedTool(1, "", spec));
        }

        @Override
        public Optional<PriceSpec> price(String provider, String model) {
            return Optional.of(new PriceSpec(Long.MAX_VALUE, Long.MAX_VALUE));
        }
    }
}
