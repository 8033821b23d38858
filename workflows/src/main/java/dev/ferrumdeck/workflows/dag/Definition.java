package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workflow definition: a DAG of steps. Those that {@link DefinitionParser} makes are valid.
 *
 * @param inputSchema JSON Schema (2020-12) of a run's input, or null
 * @param policy name of the policy that decides
 * @param timeoutSeconds deadline of a run over its work time, or null
 * @param maxInFlight how many attempts of a run may be with workers at once
 * @param output template of a run's output; null is the output of its last steps ({@link #leaves})
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Definition(
        @JsonProperty("name") String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("input_schema") @Nullable Map<String, Object> inputSchema,
        @JsonProperty("policy") String policy,
        @JsonProperty("budget") BudgetSpec budget,
        @JsonProperty("timeout_seconds") @Nullable Long timeoutSeconds,
        @JsonProperty("max_in_flight") int maxInFlight,
        @JsonProperty("output") @Nullable Object output,
        @JsonProperty("steps") List<StepSpec> steps) {
    public static final String DEFAULT_POLICY = "default";
    public static final int DEFAULT_MAX_IN_FLIGHT = 1000;

    public Definition {
        policy = policy == null ? DEFAULT_POLICY : policy;
        budget = budget == null ? BudgetSpec.NONE : budget;
        maxInFlight = maxInFlight == 0 ? DEFAULT_MAX_IN_FLIGHT : maxInFlight;
        steps = List.copyOf(steps);
    }

    /** @throws NoSuchElementException when there is no such step */
    public StepSpec step(String id) {
        return steps.stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no step " + id + " in definition " + name));
    }

    /** All that the step {@code id} depends on, also indirectly: what its expressions may refer to. */
    public Set<String> upstream(String id) {
        return upstream(step(id));
    }

    Set<String> upstream(StepSpec start) {
        Map<String, StepSpec> byId = new HashMap<>();
        steps.forEach(step -> byId.put(step.id(), step));
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(start.dependsOn());
        while (!open.isEmpty()) {
            String next = open.pop();
            StepSpec step = byId.get(next);
            if (step != null && found.add(next)) {
                open.addAll(step.dependsOn());
            }
        }
        return found;
    }

    /** The last steps: those that no other depends on, in the order of the definition. */
    public List<String> leaves() {
        Set<String> inner = new LinkedHashSet<>();
        steps.forEach(step -> inner.addAll(step.dependsOn()));
        return steps.stream()
                .map(StepSpec::id)
                .filter(id -> !inner.contains(id))
                .toList();
    }
}
