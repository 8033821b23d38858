package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.SpecObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a definition and checks them together: ids, dependencies, cycles, expressions. */
final class DefinitionSteps {
    private final List<Fault> faults;

    DefinitionSteps(List<Fault> faults) {
        this.faults = faults;
    }

    List<StepSpec> read(SpecObject definition, @Nullable Object output) {
        List<SpecObject> objects = definition.objects("steps");
        if (objects.isEmpty()) {
            definition.fault("steps", "missing", "'steps' must have at least one step");
        }
        if (objects.size() > Forms.MAX_STEPS) {
            String message = "there are " + objects.size() + " steps; at most " + Forms.MAX_STEPS
                    + ": use a map for what repeats, or several definitions";
            definition.fault("steps", "too-large", message);
            return List.of();
        }
        StepReader reader = new StepReader(faults);
        List<StepSpec> steps = new ArrayList<>();
        List<String> pointers = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (SpecObject object : objects) {
            StepSpec step = reader.step(object);
            if (object.any("id") instanceof String id) {
                ids.add(id); // also of a step that cannot be read: references to it are no faults
            }
            if (step != null) {
                steps.add(step);
                pointers.add(object.pointer());
            }
        }
        GraphCheck.check(steps, pointers, ids, faults);
        expressions(steps, pointers, ids);
        new ExpressionCheck(faults, ids, ids, null).template(output, "/output");
        return steps;
    }

    private void expressions(List<StepSpec> steps, List<String> pointers, Set<String> ids) {
        Definition graph = new Definition("", null, null, "", BudgetSpec.NONE, null, 1, null, steps);
        for (int i = 0; i < steps.size(); i++) {
            StepSpec step = steps.get(i);
            String pointer = pointers.get(i);
            ExpressionCheck check = new ExpressionCheck(faults, ids, graph.upstream(step), step.id());
            if (step.frame().when() != null) {
                check.condition(step.frame().when(), pointer + "/when");
            }
            step.check(check, pointer);
        }
    }
}
