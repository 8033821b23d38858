package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What expressions see: {@code input}, {@code steps} and, in the body of a map, {@code item} and {@code index}. */
final class Scopes {
    private Scopes() {}

    /** The scope of the expressions of a step: the steps that it depends on, also indirectly. */
    static Map<String, Object> of(Preparation preparing, StepPath path) {
        Map<String, Object> scope =
                of(preparing, preparing.run().pinned().definition().upstream(path.planStep()));
        if (path.item() >= 0) {
            scope.put("item", item(preparing, path));
            scope.put("index", path.item());
        }
        return scope;
    }

    /** The scope with these steps of the plan. */
    @SuppressWarnings("NullAway") // plain JSON has nulls
    static Map<String, Object> of(Preparation preparing, Collection<String> stepIds) {
        preparing.steps().load(stepIds);
        Map<String, Object> steps = new HashMap<>();
        for (String id : stepIds) {
            StepRow row = preparing.steps().find(id);
            if (row != null) {
                steps.put(id, view(row));
            }
        }
        Map<String, Object> scope = new HashMap<>();
        scope.put("input", preparing.run().input());
        scope.put("steps", steps);
        return scope;
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private static Map<String, Object> view(StepRow row) {
        Map<String, Object> view = new HashMap<>();
        view.put("state", row.state().name().toLowerCase(Locale.ROOT));
        view.put("output", row.state() == StepState.COMPLETED ? row.output() : null);
        view.put("error", row.code() == null ? null : error(row));
        return view;
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private static Map<String, Object> error(StepRow row) {
        Map<String, Object> error = new HashMap<>();
        error.put("code", row.code());
        error.put("message", row.note());
        return error;
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private static @Nullable Object item(Preparation preparing, StepPath path) {
        StepRow map = preparing.steps().find(path.planStep());
        List<?> items = map == null ? List.of() : items(map);
        return path.item() < items.size() ? items.get(path.item()) : null;
    }

    /** The items that a map was opened with. */
    static List<?> items(StepRow map) {
        return map.input() instanceof Map<?, ?> input && input.get("items") instanceof List<?> items
                ? items
                : List.of();
    }
}
