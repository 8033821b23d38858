package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.OnError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a step: its frame, then what its type asks for. */
final class StepReader {
    private static final Set<String> ON_ERROR = new LinkedHashSet<>(List.of("fail", "continue"));

    private final PartReader parts;

    StepReader(List<Fault> faults) {
        this.parts = new PartReader(faults);
    }

    /** The step, or null when its type is not known. */
    @Nullable
    StepSpec step(SpecObject step) {
        String id = step.string("id", Forms.ID, Forms.ID_WORDS);
        StepForm form = form(step, StepForms.types());
        if (form == null) {
            return null;
        }
        String when = step.optionalString("when");
        List<String> dependsOn = step.strings("depends_on");
        String onError = step.oneOf("on_error", ON_ERROR, false);
        Frame frame = new Frame(
                id, dependsOn, when, "continue".equals(onError) ? OnError.CONTINUE : OnError.FAIL, null, null, null);
        StepSpec spec = read(form, step, frame, parts);
        step.done();
        return spec;
    }

    /** The form of the step's type, or null when it is none of {@code types}. */
    static @Nullable StepForm form(SpecObject step, Set<String> types) {
        if (!step.has("type")) {
            step.fault("type", "missing", "'type' is missing: one of " + String.join(", ", types));
            return null;
        }
        String type = step.oneOf("type", types, false);
        return type == null ? null : StepForms.of(type);
    }

    /** Reads what is the type's own, with what all steps have that do work. */
    static StepSpec read(StepForm form, SpecObject step, Frame outer, PartReader parts) {
        if (form.place() == StepForm.Place.STEP) {
            return form.reader().read(step, outer, parts);
        }
        Frame frame = new Frame(
                outer.id(),
                outer.dependsOn(),
                outer.when(),
                outer.onError(),
                parts.retry(step),
                parts.timeoutSeconds(step),
                parts.optionalName(step, "queue"));
        return form.reader().read(step, frame, parts);
    }
}
