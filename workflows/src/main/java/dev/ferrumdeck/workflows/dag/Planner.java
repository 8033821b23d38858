package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.workflows.machine.AgentPlan;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the lean plan of a run from what was pinned for it. Pure. */
public final class Planner {
    /** Id of the one step of an agent run. */
    public static final String AGENT_STEP = "agent";

    /** How long people have to decide, where nobody said otherwise. */
    public static final long DEFAULT_APPROVAL_SECONDS = 3600;

    private Planner() {}

    /** The definition of an agent run: one step {@code agent}, which is given the run's input. */
    public static Definition agentDefinition(AgentSpec agent, int version) {
        StepSpec step = new StepSpec.Agent(Frame.of(AGENT_STEP), agent.name(), version, "{% input %}");
        return new Definition(
                agent.name(),
                agent.description(),
                agent.inputSchema(),
                agent.policy() == null ? Definition.DEFAULT_POLICY : agent.policy(),
                agent.budget(),
                agent.timeoutSeconds(),
                Definition.DEFAULT_MAX_IN_FLIGHT,
                "{% steps.agent.output %}",
                List.of(step));
    }

    /**
     * The plan of a run.
     *
     * @param asked limits that the caller asks for: they can lower those of the definition, never raise them
     * @throws IllegalArgumentException when an agent or a price is not pinned
     */
    public static RunPlan plan(String runId, PinnedDefinition pinned, String tenant, String project, Limits asked) {
        Definition definition = pinned.definition();
        Limits limits = smaller(definition.budget().toLimits(), asked);
        if (pinned.isAgentRun()) {
            limits = smaller(limits, agent(pinned, AGENT_STEP).spec().budget().toLimits());
        }
        List<StepSpec> ordered = Graph.of(definition.steps()).topological();
        return new RunPlan(
                runId,
                title(pinned),
                ordered.stream().map(step -> planStep(step, pinned)).toList(),
                limits,
                definition.timeoutSeconds() == null ? null : definition.timeoutSeconds() * 1000,
                definition.maxInFlight(),
                tenant,
                project,
                definition.name());
    }

    private static String title(PinnedDefinition pinned) {
        String name = pinned.definition().name();
        if (pinned.isAgentRun()) {
            return "agent " + name + " v" + agent(pinned, AGENT_STEP).version();
        }
        return "workflow " + name + (pinned.version() == null ? "" : " v" + pinned.version());
    }

    private static PlanStep planStep(StepSpec step, PinnedDefinition pinned) {
        StepSpec work = step.work();
        return new PlanStep(
                step.id(),
                step.kind(),
                step.dependsOn(),
                step.frame().onError(),
                retry(work, pinned.tools()),
                work instanceof StepSpec.Agent ? agentPlan(step.id(), pinned) : null,
                work instanceof StepSpec.Llm llm ? modelPlan(step.id(), llm.model(), pinned) : null,
                step instanceof StepSpec.ForEach ? work.kind() : null,
                step instanceof StepSpec.ForEach map ? map.maxParallel() : 0,
                step instanceof StepSpec.Wait wait ? Math.round(wait.seconds() * 1000) : 0,
                1000 * (step instanceof StepSpec.Approval a ? a.expiresSeconds() : DEFAULT_APPROVAL_SECONDS));
    }

    private static RetryPlan retry(StepSpec work, Map<String, PinnedTool> tools) {
        RetrySpec retry = work.frame().retry();
        if (retry == null && work instanceof StepSpec.Tool step) {
            PinnedTool tool = tools.get(step.tool());
            retry = tool == null ? null : tool.spec().retry();
        }
        return retry == null ? RetryPlan.DEFAULT : retry.toPlan();
    }

    private static AgentPlan agentPlan(String stepId, PinnedDefinition pinned) {
        AgentSpec spec = agent(pinned, stepId).spec();
        return new AgentPlan(modelPlan(stepId, spec.model(), pinned), spec.maxModelCalls(), RetryPlan.DEFAULT);
    }

    private static ModelPlan modelPlan(String stepId, ModelSpec model, PinnedDefinition pinned) {
        PriceSpec price = pinned.prices().get(stepId);
        if (price == null) {
            throw new IllegalArgumentException("no price pinned for the model of step " + stepId);
        }
        return new ModelPlan(model.maxTokens(), price.inputMicrosPerMillion(), price.outputMicrosPerMillion());
    }

    private static PinnedAgent agent(PinnedDefinition pinned, String stepId) {
        PinnedAgent agent = pinned.agents().get(stepId);
        if (agent == null) {
            throw new IllegalArgumentException("no agent pinned for step " + stepId);
        }
        return agent;
    }

    private static Limits smaller(Limits one, Limits other) {
        return new Limits(
                smaller(one.tokens(), other.tokens()),
                smaller(one.costMicros(), other.costMicros()),
                smaller(one.toolCalls(), other.toolCalls()),
                smaller(one.seconds(), other.seconds()));
    }

    private static @Nullable Long smaller(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.min(Objects.requireNonNull(one), other);
    }
}
