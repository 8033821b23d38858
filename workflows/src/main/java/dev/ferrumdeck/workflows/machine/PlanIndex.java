package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan, looked up by step: what a path is, how it is tried, who waits for it. Immutable after construction. */
final class PlanIndex {
    private final RunPlan plan;
    private final MachineVersion version;
    private final boolean limitedAgents;
    private final Map<String, PlanStep> byId = new HashMap<>();
    private final Map<String, List<PlanStep>> dependents = new HashMap<>();

    PlanIndex(RunPlan plan) {
        this.plan = plan;
        this.version = new MachineVersion(plan.machineVersion());
        this.limitedAgents = plan.steps().stream().anyMatch(step -> isLimited(step.work()));
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

    MachineVersion version() {
        return version;
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

    /** Whether any agent has limits beside those of the run. */
    boolean hasLimitedAgents() {
        return limitedAgents;
    }

    private static boolean isLimited(PlanWork work) {
        if (work instanceof PlanWork.ForEach map) {
            return isLimited(map.work());
        }
        return work instanceof PlanWork.Loop loop && loop.agent().isLimited();
    }

    /** What the step at a path does. */
    PlanWork work(StepPath path) {
        StepPath parent = path.parent();
        if (parent == null) {
            return step(path).work();
        }
        if (path.part() instanceof StepPath.Part.Item) {
            return map(parent).work();
        }
        return path.part() instanceof StepPath.Part.ModelCall
                ? new PlanWork.ModelCall(agent(parent).model())
                : PlanWork.PLAIN;
    }

    AgentPlan agent(StepPath path) {
        if (work(path) instanceof PlanWork.Loop loop) {
            return loop.agent();
        }
        throw new IllegalArgumentException("step " + path + " is no agent");
    }

    PlanWork.ForEach map(StepPath path) {
        if (work(path) instanceof PlanWork.ForEach map) {
            return map;
        }
        throw new IllegalArgumentException("step " + path + " is no map");
    }

    ModelPlan model(StepPath path) {
        if (work(path) instanceof PlanWork.ModelCall call) {
            return call.model();
        }
        throw new IllegalArgumentException("step " + path + " calls no model");
    }

    /** How a step is tried: a call of an agent's tools as the tool says, or as the agent's plan does for all. */
    RetryPlan retry(StepPath path, @Nullable String tool) {
        return path.toolCall() >= 0
                ? agent(path.owner()).retry(tool)
                : step(path).retry();
    }
}
