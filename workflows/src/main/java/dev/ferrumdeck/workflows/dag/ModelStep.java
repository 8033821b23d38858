package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model.
 *
 * @param system template of the system prompt, or null
 * @param prompt template of the user message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStep(
        @JsonUnwrapped Frame frame,
        @JsonProperty("model") ModelSpec model,
        @JsonProperty("system") @Nullable String system,
        @JsonProperty("prompt") String prompt)
        implements StepSpec {
    static final StepForm FORM = new StepForm("llm", ModelStep.class, StepForm.Place.WORK, ModelStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        return new ModelStep(frame, parts.model(step), step.optionalString("system"), step.string("prompt"));
    }

    @Override
    public StepKind kind() {
        return StepKind.LLM;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        check.template(system, pointer + "/system");
        check.template(prompt, pointer + "/prompt");
    }

    @Override
    public void pin(Pinning pinning, String pointer) {
        pinning.price(id(), model, pointer + "/model");
    }

    @Override
    public PlanWork plan(PinnedDefinition pinned) {
        return new PlanWork.ModelCall(pinned.modelPlan(id(), model));
    }
}
