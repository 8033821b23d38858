package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A definition with everything that it names, as it was when the run was created: later changes of the registry do not
 * touch a run.
 *
 * @param agents by step id (that of the map, for a map over agents)
 * @param tools by name: those of tool steps and those of the agents
 * @param prices by step id, for model and agent steps and maps over them
 * @param version of the definition; null for an agent run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PinnedDefinition(
        @JsonProperty("definition") Definition definition,
        @JsonProperty("agents") Map<String, PinnedAgent> agents,
        @JsonProperty("tools") Map<String, PinnedTool> tools,
        @JsonProperty("prices") Map<String, PriceSpec> prices,
        @JsonProperty("version") @Nullable Integer version) {
    public PinnedDefinition {
        agents = Map.copyOf(agents);
        tools = Map.copyOf(tools);
        prices = Map.copyOf(prices);
    }

    /** Names of the policies that decide its calls: of an agent's its own, of all others the definition's. */
    public Set<String> policies() {
        Set<String> names = new LinkedHashSet<>();
        for (StepSpec step : definition.steps()) {
            PinnedAgent agent = agents.get(step.id());
            if (agent != null && agent.spec().policy() != null) {
                names.add(agent.spec().policy());
            } else if (StepForms.isWork(step.work())) {
                names.add(definition.policy());
            }
        }
        return names;
    }

    /** Whether this is the run of an agent, not of a definition that somebody wrote. */
    public boolean isAgentRun() {
        return definition.steps().size() == 1
                && definition.steps().get(0) instanceof AgentStep step
                && step.id().equals(Planner.AGENT_STEP)
                && version == null;
    }

    /** @throws IllegalArgumentException when no agent is pinned for the step */
    PinnedAgent agent(String step) {
        PinnedAgent agent = agents.get(step);
        if (agent == null) {
            throw new IllegalArgumentException("no agent pinned for step " + step);
        }
        return agent;
    }

    /** @throws IllegalArgumentException when no price is pinned for the step */
    ModelPlan modelPlan(String step, ModelSpec model) {
        PriceSpec price = prices.get(step);
        if (price == null) {
            throw new IllegalArgumentException("no price pinned for the model of step " + step);
        }
        return new ModelPlan(model.maxTokens(), price.inputMicrosPerMillion(), price.outputMicrosPerMillion());
    }
}
