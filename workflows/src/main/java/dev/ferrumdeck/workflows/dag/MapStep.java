package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same work for each item of a list; its output is the list of their outputs, in the order of the items.
 *
 * @param over template of the list
 * @param maxParallel how many items are in motion at once
 * @param step what is done: a step of a type that may be {@link StepForm.Place#WORK}, whose templates also see
 *     {@code item} and {@code index}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MapStep(
        @JsonUnwrapped Frame frame,
        @JsonProperty("over") Object over,
        @JsonProperty("max_parallel") int maxParallel,
        @JsonProperty("step") StepSpec step)
        implements StepSpec {
    static final StepForm FORM = new StepForm("map", MapStep.class, StepForm.Place.STEP, MapStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        Object over = step.any("over");
        boolean expression =
                over instanceof String text && Template.expression(text).isPresent();
        if (!(over instanceof List) && !expression) {
            step.fault("over", "missing", "'over' must be a list, or an expression that gives one: {% input.items %}");
        }
        long parallel = step.whole("max_parallel", 1, 1000, 16);
        StepSpec body = body(step, frame.id(), parts);
        return new MapStep(frame, over == null ? List.of() : over, (int) parallel, body);
    }

    private static StepSpec body(SpecObject map, String id, PartReader parts) {
        SpecObject body = map.object("step");
        StepSpec nothing = new ToolStep(Frame.of(id), "", Map.of());
        if (body == null) {
            String types = String.join(", ", StepForms.bodies());
            map.fault("step", "missing", "'step' is missing: what to do for each item (type " + types + ")");
            return nothing;
        }
        StepForm form = StepReader.form(body, StepForms.bodies());
        if (form == null) {
            return nothing;
        }
        for (String key : List.of("id", "depends_on", "when", "on_error")) {
            if (body.has(key)) {
                String where = key.equals("when") ? "filter the list in 'over'" : "give it to the map";
                body.fault(key, "unknown-key", "'" + key + "' has no meaning for the body of a map: " + where);
            }
        }
        StepSpec spec = StepReader.read(form, body, Frame.of(id), parts);
        body.done();
        return spec;
    }

    @Override
    public StepKind kind() {
        return StepKind.MAP;
    }

    @Override
    public StepSpec work() {
        return step;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        check.template(over, pointer + "/over");
        step.check(check, pointer + "/step");
    }

    @Override
    public void pin(Pinning pinning, String pointer) {
        step.pin(pinning, pointer + "/step");
    }

    @Override
    public PlanWork plan(PinnedDefinition pinned) {
        return new PlanWork.ForEach(maxParallel, step.kind(), step.plan(pinned));
    }

    @Override
    public @Nullable RetrySpec retry(PinnedDefinition pinned) {
        return step.retry(pinned);
    }
}
