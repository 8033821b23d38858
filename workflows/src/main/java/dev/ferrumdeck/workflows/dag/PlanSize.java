package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.StateSize;
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
        Parsed<PinnedDefinition> pinned = Pinning.pin(definition, Integer.MAX_VALUE, new Largest());
        faults.addAll(pinned.faults());
        if (!pinned.isValid()) {
            return;
        }
        String plan = JSON.writeValueAsString(plan(pinned.value()));
        int bytes = plan.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Forms.MAX_PLAN_BYTES) {
            String message = "the plan of this definition has " + bytes + " bytes; at most " + Forms.MAX_PLAN_BYTES
                    + ": use fewer steps or dependencies, or a map for what repeats";
            faults.add(new Fault("/steps", "too-large", message));
        }
    }

    private static RunPlan plan(PinnedDefinition pinned) {
        return Planner.plan(NAME, pinned, NAME, NAME, Limits.NONE);
    }

    /** Refuses what could become too large to be handed from one execution of a run to the next. */
    static Optional<Fault> checkState(PinnedDefinition pinned) {
        RunPlan plan = plan(pinned);
        long worst = StateSize.worst(plan);
        if (worst <= StateSize.MOST_BYTES) {
            return Optional.empty();
        }
        PlanStep largest = StateSize.largest(plan);
        String message = "the state of a run could grow to " + worst + " bytes, at most " + StateSize.MOST_BYTES
                + " can be kept, and most of it is for step '" + largest.id() + "': lower "
                + (largest.work() instanceof PlanWork.ForEach map
                        ? "its max_parallel (" + map.maxParallel() + "), or "
                        : "")
                + "max_calls_per_turn of its agent";
        return Optional.of(new Fault("/steps/" + index(pinned, largest.id()), "too-large", message));
    }

    private static int index(PinnedDefinition pinned, String id) {
        List<String> ids =
                pinned.definition().steps().stream().map(StepSpec::id).toList();
        return ids.indexOf(id);
    }

    /** Pins whatever is asked for, as large as it can be. */
    private static final class Largest implements Pinning.Lookup {
        @Override
        public Optional<PinnedAgent> agent(String name, @Nullable Integer version) {
            ModelSpec model = new ModelSpec("x", "x", Integer.MAX_VALUE, null, null);
            AgentSpec spec = new AgentSpec(
                    name, null, model, "", List.of(), null, BudgetSpec.NONE, Integer.MAX_VALUE, null, null, 1, 1000);
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
