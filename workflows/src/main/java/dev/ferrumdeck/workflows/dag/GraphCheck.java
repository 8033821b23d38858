package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that steps make a graph without cycles: ids are unique and dependencies are there. */
final class GraphCheck {
    private GraphCheck() {}

    /**
     * Notes what is wrong.
     *
     * @param pointers of the steps, in their order
     * @param ids of all steps, also of those that could not be read
     */
    static void check(List<StepSpec> steps, List<String> pointers, Set<String> ids, List<Fault> faults) {
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            String id = steps.get(i).id();
            String first = places.putIfAbsent(id, pointers.get(i));
            if (first != null && !id.isEmpty()) {
                String message = "the step at " + first + " has the id '" + id + "' too: rename one";
                faults.add(new Fault(pointers.get(i) + "/id", "duplicate", message));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            dependencies(steps.get(i), pointers.get(i) + "/depends_on", ids, faults);
        }
        List<String> cycle = Dependencies.of(steps).cycle();
        if (!cycle.isEmpty()) {
            String walk = String.join(" -> ", cycle) + " -> " + cycle.get(0);
            String message = "these steps wait for each other: " + walk + "; take one of the dependencies away";
            faults.add(new Fault(places.get(cycle.get(0)) + "/depends_on", "cycle", message));
        }
    }

    private static void dependencies(StepSpec step, String pointer, Set<String> ids, List<Fault> faults) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < step.dependsOn().size(); i++) {
            String on = step.dependsOn().get(i);
            String place = Fault.child(pointer, i);
            if (!ids.contains(on)) {
                String message = "there is no step '" + on + "'; there are " + String.join(", ", some(ids));
                faults.add(new Fault(place, "unknown-step", message));
            } else if (!seen.add(on)) {
                faults.add(new Fault(place, "duplicate", "'" + on + "' is named twice: take one away"));
            }
        }
    }

    static List<String> some(Set<String> ids) {
        return ids.stream().filter(id -> !id.isEmpty()).sorted().limit(20).toList();
    }
}
