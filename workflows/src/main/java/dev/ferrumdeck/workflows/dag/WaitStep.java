package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.StepKind;

/** A pause. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitStep(
        @JsonUnwrapped Frame frame, @JsonProperty("seconds") double seconds) implements StepSpec {
    static final StepForm FORM = new StepForm("wait", WaitStep.class, StepForm.Place.STEP, WaitStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        if (!step.has("seconds")) {
            step.fault("seconds", "missing", "'seconds' is missing: how long to wait");
        }
        Double seconds = step.optionalNumber("seconds", 0, Forms.MAX_SECONDS);
        return new WaitStep(frame, seconds == null ? 0 : seconds);
    }

    @Override
    public StepKind kind() {
        return StepKind.WAIT;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        // it has no expressions
    }

    @Override
    public PlanWork plan(PinnedDefinition pinned) {
        return new PlanWork.Pause(Math.round(seconds * 1000));
    }
}
