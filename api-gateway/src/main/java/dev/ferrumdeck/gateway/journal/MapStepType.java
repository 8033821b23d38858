package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.MapItems;
import dev.ferrumdeck.workflows.dag.MapStep;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The same work for each item of a list. */
@Component
class MapStepType implements StepType {
    private static final int MOST_ITEMS = 10_000;

    private final Inputs inputs;

    MapStepType(Inputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public Class<MapStep> work() {
        return MapStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return "map";
    }

    @Override
    public Deed open(Preparation preparing, StepPath path) {
        String step = path.toString();
        StepRow row = preparing.steps().find(step);
        if (row != null && row.input() != null) {
            return Deed.answering(new Event.Opened(step, 0, Scopes.items(row).size()));
        }
        MapStep map = (MapStep) preparing.run().work(path);
        List<?> items = items(path, inputs.evaluate(preparing, path, map.over()));
        Kept kept = inputs.keep(preparing, Map.of("items", items));
        return context -> {
            context.steps().setInput(step, null, kept);
            context.answer(new Event.Opened(step, 0, items.size()));
        };
    }

    private static List<?> items(StepPath path, @Nullable Object over) {
        List<?> items = MapItems.of(over)
                .orElseThrow(() -> new InputRefused(
                        "what map " + path + " goes over is an object: give it a list, such as its values"));
        if (items.size() > MOST_ITEMS) {
            throw new InputRefused(
                    "map " + path + " has " + items.size() + " items; at most " + MOST_ITEMS + " are allowed");
        }
        return items;
    }

    @Override
    @SuppressWarnings("NullAway") // plain JSON has nulls
    public Optional<Object> output(Preparation preparing, StepChange completed) {
        StepRow map = preparing.steps().find(completed.step());
        int size = map == null ? 0 : Scopes.items(map).size();
        StepPath path = StepPath.parse(completed.step());
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(path.item(i).toString());
        }
        preparing.steps().load(items);
        List<Object> outputs = new ArrayList<>();
        for (String item : items) {
            StepRow row = preparing.steps().find(item);
            outputs.add(row == null || row.state() != StepState.COMPLETED ? null : row.output());
        }
        return Optional.of(outputs);
    }
}
