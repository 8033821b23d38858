package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.List;

/** Makes the lean plan of a run from what was pinned for it. Pure. */
public final class Planner {
    /** Id of the one step of an agent run. */
    public static final String AGENT_STEP = "agent";

    /** How long people have to decide, where nobody said otherwise. */
    public static final long DEFAULT_APPROVAL_SECONDS = 3600;

    private Planner() {}

    /** The definition of an agent run: one step {@code agent}, which is given the run's input. */
    public static Definition agentDefinition(AgentSpec agent, int version) {
        StepSpec step = new AgentStep(Frame.of(AGENT_STEP), agent.name(), version, "{% input %}");
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
        Limits limits = definition.budget().toLimits().smaller(asked);
        if (pinned.isAgentRun()) {
            limits = limits.smaller(pinned.agent(AGENT_STEP).spec().budget().toLimits());
        }
        List<StepSpec> ordered = Dependencies.of(definition.steps()).topological();
        return new RunPlan(
                runId,
                title(pinned),
                ordered.stream().map(step -> planStep(step, pinned)).toList(),
                limits,
                definition.timeoutSeconds() == null ? null : definition.timeoutSeconds() * 1000,
                definition.maxInFlight(),
                tenant,
                project,
                definition.name(),
                RunPlan.NEWEST_MACHINE);
    }

    private static String title(PinnedDefinition pinned) {
        String name = pinned.definition().name();
        if (pinned.isAgentRun()) {
            return "agent " + name + " v" + pinned.agent(AGENT_STEP).version();
        }
        return "workflow " + name + (pinned.version() == null ? "" : " v" + pinned.version());
    }

    private static PlanStep planStep(StepSpec step, PinnedDefinition pinned) {
        RetrySpec retry = step.retry(pinned);
        return new PlanStep(
                step.id(),
                step.kind(),
                step.dependsOn(),
                step.frame().onError(),
                retry == null ? RetryPlan.DEFAULT : retry.toPlan(),
                step.plan(pinned));
    }
}
