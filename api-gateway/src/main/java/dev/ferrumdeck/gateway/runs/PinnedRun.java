package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.workflows.dag.AgentStep;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import dev.ferrumdeck.workflows.dag.StepSpec;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What never changes of a run.
 *
 * @param kind {@code agent} or {@code workflow}
 * @param name of the agent or definition
 * @param policy name of the policy that decides, unless an agent step names its own
 * @param input as plain JSON
 * @param createdBy id of the key that started it
 */
public record PinnedRun(
        String runId,
        String tenantId,
        String project,
        String kind,
        String name,
        String policy,
        @Nullable Object input,
        Map<String, Object> labels,
        String createdBy,
        @Nullable String traceparent,
        PinnedDefinition pinned) {

    /** What is done at that path: the step itself, or for an item of a map the map's body; for a call of a loop its agent. */
    public StepSpec work(StepPath path) {
        StepSpec step = pinned.definition().step(path.planStep());
        return path.item() >= 0 ? step.work() : step;
    }

    /** The agent whose step, or a call of whose loop, is at that path. */
    public Optional<PinnedAgent> agent(StepPath path) {
        return Optional.ofNullable(pinned.agents().get(path.planStep()))
                .filter(agent -> work(path) instanceof AgentStep);
    }

    /** Name of the agent at that path; without one, the name of an agent run. */
    public Optional<String> agentName(StepPath path) {
        return agent(path)
                .map(agent -> agent.spec().name())
                .or(() -> isAgentRun() ? Optional.of(name) : Optional.empty());
    }

    /** Names of the agents whose budgets the run may draw on. */
    public List<String> agentNames() {
        Stream<String> named =
                pinned.agents().values().stream().map(agent -> agent.spec().name());
        return Stream.concat(named, isAgentRun() ? Stream.of(name) : Stream.empty())
                .distinct()
                .toList();
    }

    public boolean isAgentRun() {
        return kind.equals("agent");
    }

    /** Name of the policy that decides on the step at that path. */
    public String policy(StepPath path) {
        return agent(path).map(agent -> agent.spec().policy()).orElse(policy);
    }

    /** The model that is called at that path. */
    public ModelSpec model(StepPath path) {
        return agent(path).map(agent -> agent.spec().model()).orElseGet(() -> {
            if (work(path) instanceof ModelStep llm) {
                return llm.model();
            }
            throw new IllegalArgumentException("step " + path + " of run " + runId + " calls no model");
        });
    }

    /** The model that is called at that path, with its dearest pinned rates. */
    public ModelPlan pricedModel(StepPath path) {
        return pinned.modelPlan(path.planStep(), model(path));
    }

    /** The pinned price of who answered at that path. */
    public PriceSpec price(StepPath path, Usage usage) {
        return pinned.price(path.planStep(), usage.model());
    }

    /** The tools that the agent at that path may propose and that are pinned, in its order. */
    public List<PinnedTool> toolsOfAgent(StepPath path) {
        return agent(path).map(agent -> agent.spec().tools()).orElse(List.of()).stream()
                .flatMap(tool -> Optional.ofNullable(pinned.tools().get(tool)).stream())
                .toList();
    }

    /** The tool that may be called at that path under the platform's name. */
    public Optional<PinnedTool> tool(StepPath path, String toolName) {
        if (path.isOfLoop()
                && agent(path).filter(a -> a.spec().tools().contains(toolName)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(pinned.tools().get(toolName));
    }

    /** The platform's name of what a model proposed; an unknown name stays as it is and will be denied. */
    public String platformName(StepPath path, String proposed) {
        return toolsOfAgent(path).stream()
                .map(PinnedTool::spec)
                .filter(tool -> tool.modelName().equals(proposed))
                .map(ToolSpec::name)
                .findFirst()
                .orElse(proposed);
    }
}
