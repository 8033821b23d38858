package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.dag.StepSpec;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The types of steps that this gateway carries out: every {@link StepType} there is. Thread-safe. */
@Component
class StepTypes {
    private final Map<Class<? extends StepSpec>, StepType> types;

    StepTypes(List<StepType> types) {
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(StepType::work, Function.identity()));
    }

    /** The type of the step at that path; of a call of a loop, the type of the loop. */
    StepType of(PinnedRun run, StepPath path) {
        StepSpec work = run.work(path);
        StepType type = types.get(work.getClass());
        if (type == null) {
            throw new IllegalStateException(
                    "this gateway knows no type of step " + work.getClass().getSimpleName());
        }
        return type;
    }
}
