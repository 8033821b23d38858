package dev.ferrumdeck.workflows.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edges of a definition. Dependencies on steps that are not there are no edges. */
final class Dependencies {
    private final Map<String, StepSpec> steps = new LinkedHashMap<>();

    private Dependencies(List<StepSpec> steps) {
        steps.forEach(step -> this.steps.putIfAbsent(step.id(), step));
    }

    static Dependencies of(List<StepSpec> steps) {
        return new Dependencies(steps);
    }

    /** Dependencies before dependents, otherwise in the order of the definition; steps of cycles are left out. */
    List<StepSpec> topological() {
        Map<String, Integer> missing = new HashMap<>();
        Map<String, List<String>> dependents = new HashMap<>();
        for (StepSpec step : steps.values()) {
            List<String> edges = edges(step.id());
            missing.put(step.id(), edges.size());
            edges.forEach(edge ->
                    dependents.computeIfAbsent(edge, key -> new ArrayList<>()).add(step.id()));
        }
        Deque<String> ready = new ArrayDeque<>();
        steps.keySet().stream().filter(id -> edges(id).isEmpty()).forEach(ready::add);
        List<StepSpec> ordered = new ArrayList<>(steps.size());
        while (!ready.isEmpty()) {
            String id = ready.pop();
            StepSpec step = steps.get(id);
            if (step != null) {
                ordered.add(step);
            }
            for (String dependent : dependents.getOrDefault(id, List.of())) {
                if (missing.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        return ordered;
    }

    /** One cycle, as {@code [a, b, c]} for a -> b -> c -> a, each depending on the next; empty when there is none. */
    List<String> cycle() {
        Set<String> left = new HashSet<>(steps.keySet());
        topological().forEach(step -> left.remove(step.id()));
        String start =
                steps.keySet().stream().filter(left::contains).findFirst().orElse(null);
        if (start == null) {
            return List.of();
        }
        List<String> walk = new ArrayList<>();
        String next = start;
        while (!walk.contains(next)) {
            walk.add(next);
            next = edges(next).stream().filter(left::contains).findFirst().orElseThrow();
        }
        return Collections.unmodifiableList(walk.subList(walk.indexOf(next), walk.size()));
    }

    private List<String> edges(String id) {
        StepSpec step = steps.get(id);
        return step == null
                ? List.of()
                : step.dependsOn().stream()
                        .distinct()
                        .filter(steps::containsKey)
                        .toList();
    }
}
