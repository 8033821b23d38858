package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A step that calls a model once. */
@Component
class ModelStepType implements StepType {
    private final Inputs inputs;
    private final Prompts prompts;
    private final FirstPrompt opening;
    private final ModelCalls calls;

    ModelStepType(Inputs inputs, Prompts prompts, FirstPrompt opening, ModelCalls calls) {
        this.inputs = inputs;
        this.prompts = prompts;
        this.opening = opening;
        this.calls = calls;
    }

    @Override
    public Class<ModelStep> work() {
        return ModelStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return ModelCalls.TYPE;
    }

    @Override
    public Deed open(Preparation preparing, StepPath path) {
        return opening.open(preparing, path, () -> input(preparing, path));
    }

    private Map<String, Object> input(Preparation preparing, StepPath path) {
        ModelStep call = (ModelStep) preparing.run().work(path);
        Map<String, Object> input = new LinkedHashMap<>();
        Object system = call.system() == null ? null : inputs.evaluate(preparing, path, call.system());
        if (system != null) {
            input.put("system", prompts.text(system));
        }
        input.put("prompt", prompts.text(inputs.evaluate(preparing, path, call.prompt())));
        return input;
    }

    @Override
    public Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        return calls.dispatch(preparing, path, dispatch);
    }
}
