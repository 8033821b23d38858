package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.AgentPlan;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loop of an agent. The agent's own budget and deadline hold in it, beside those of the run; {@code timeout_seconds}
 * of the step is a deadline of its loop too, and {@code queue} that of its model calls.
 *
 * @param version null is the newest when the run is created
 * @param input template of what the agent is asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentStep(
        @JsonUnwrapped Frame frame,
        @JsonProperty("agent") String agent,
        @JsonProperty("version") @Nullable Integer version,
        @JsonProperty("input") Object input)
        implements StepSpec {
    static final StepForm FORM = new StepForm("agent", AgentStep.class, StepForm.Place.WORK, AgentStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        String name = step.string("agent", Forms.ID, Forms.ID_WORDS);
        Long version = step.optionalWhole("version", 1, Integer.MAX_VALUE);
        Object input = Objects.requireNonNullElse(step.any("input"), Map.of());
        return new AgentStep(frame, name, version == null ? null : version.intValue(), input);
    }

    @Override
    public StepKind kind() {
        return StepKind.AGENT;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        check.template(input, pointer + "/input");
    }

    @Override
    public void pin(Pinning pinning, String pointer) {
        pinning.agent(id(), agent, version, pointer + "/agent");
    }

    @Override
    public PlanWork plan(PinnedDefinition pinned) {
        AgentSpec spec = pinned.agent(id()).spec();
        // in the run of an agent its limits are those of the run, which people may raise
        boolean ofRun = pinned.isAgentRun();
        return new PlanWork.Loop(new AgentPlan(
                pinned.modelPlan(id(), spec.model()),
                spec.maxModelCalls(),
                RetryPlan.DEFAULT,
                toolRetries(spec, pinned),
                ofRun ? Limits.NONE : spec.budget().toLimits(),
                ofRun ? null : timeoutMillis(spec),
                spec.maxCallsPerTurn(),
                spec.maxSameRounds()));
    }

    private @Nullable Long timeoutMillis(AgentSpec spec) {
        Long seconds = Limits.smaller(frame.timeoutSeconds(), spec.timeoutSeconds());
        return seconds == null ? null : Long.valueOf(seconds * 1000);
    }

    private static Map<String, RetryPlan> toolRetries(AgentSpec spec, PinnedDefinition pinned) {
        Map<String, RetryPlan> retries = new HashMap<>();
        for (String name : spec.tools()) {
            PinnedTool tool = pinned.tools().get(name);
            if (tool != null && tool.spec().retry() != null) {
                retries.put(name, tool.spec().retry().toPlan());
            }
        }
        return retries;
    }
}
