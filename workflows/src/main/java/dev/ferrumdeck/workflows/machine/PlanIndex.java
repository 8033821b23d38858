package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan, looked up by step: what a path is, how it is tried, who waits for it. Immutable after construction. */
final class PlanIndex {
    private final RunPlan plan;
    private final Map<String, PlanStep> byId = new HashMap<>();
    private final Map<String, List<PlanStep>> dependents = new HashMap<>();

    PlanIndex(RunPlan plan) {
        this.plan = plan;
        for (PlanStep step : plan.steps()) {
            byId.put(step.id(), step);
            for (String dependency : step.dependsOn()) {
                dependents.computeIfAbsent(dependency, key -> new ArrayList<>()).add(step);
            }
        }
    }

    RunPlan plan() {
        return plan;
    }

    PlanStep step(StepPath path) {
        PlanStep step = byId.get(path.planStep());
        if (step == null) {
            throw new IllegalArgumentException("run " + plan.runId() + " has no step " + path);
        }
        return step;
    }

    @Nullable
    PlanStep find(StepPath path) {
        return byId.get(path.planStep());
    }

    List<PlanStep> dependents(String id) {
        return dependents.getOrDefault(id, List.of());
    }

    AgentPlan agent(StepPath path) {
        return required(step(path).agent(), path, "agent");
    }

    ModelPlan model(StepPath path) {
        PlanStep step = step(path);
        return step.agent() != null ? step.agent().model() : required(step.model(), path, "model");
    }

    /** How a step is tried: the calls of an agent's tools have a plan of their own. */
    RetryPlan retry(StepPath path) {
        return path.toolCall() >= 0 ? agent(path).toolRetry() : step(path).retry();
    }

    StepKind body(StepPath path) {
        return required(step(path).body(), path, "body");
    }

    private static <T> T required(@Nullable T part, StepPath path, String what) {
        if (part == null) {
            throw new IllegalArgumentException("step " + path + " has no " + what);
        }
        return part;
    }
}
