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
 * @param prices by step id, for model and agent steps and maps over them; of fallbacks by {@link #priceKey}
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

    /** Where the price of a fallback of the step's model is pinned. */
    static String priceKey(String step, String fallback) {
        return step + " " + fallback;
    }

    /** The price of who answered at that step: a fallback by its full name, else the step's model. */
    public PriceSpec price(String step, @Nullable String model) {
        PriceSpec price = model == null ? null : prices.get(priceKey(step, model));
        price = price == null ? prices.get(step) : price;
        if (price == null) {
            throw new IllegalArgumentException("no price pinned for the model of step " + step);
        }
        return price;
    }

    /** What the machine must know of the step's model: its dearest rates, also those of its fallbacks. */
    public ModelPlan modelPlan(String step, ModelSpec model) {
        PriceSpec own = price(step, null);
        long input = own.dearestInput();
        long output = own.dearestOutput();
        for (ModelSpec.Fallback fallback : model.fallbacks()) {
            PriceSpec price = price(step, fallback.fullName());
            input = Math.max(input, price.dearestInput());
            output = Math.max(output, price.dearestOutput());
        }
        return new ModelPlan(model.maxTokens(), input, output);
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
}
