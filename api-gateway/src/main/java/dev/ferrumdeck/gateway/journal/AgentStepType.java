package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.AgentStep;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The loop of an agent: its calls of models and tools are steps below it. */
@Component
class AgentStepType implements StepType {
    private final Inputs inputs;
    private final FirstPrompt opening;
    private final ToolArguments arguments;
    private final ModelCalls models;
    private final ToolCalls tools;

    AgentStepType(Inputs inputs, FirstPrompt opening, ToolArguments arguments, ModelCalls models, ToolCalls tools) {
        this.inputs = inputs;
        this.opening = opening;
        this.arguments = arguments;
        this.models = models;
        this.tools = tools;
    }

    @Override
    public Class<AgentStep> work() {
        return AgentStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return path.toolCall() >= 0 ? ToolCalls.TYPE : ModelCalls.TYPE;
    }

    @Override
    public Deed open(Preparation preparing, StepPath path) {
        AgentStep agent = (AgentStep) preparing.run().work(path);
        return opening.open(preparing, path, () -> {
            Object input = inputs.evaluate(preparing, path, agent.input());
            return input == null ? Map.of() : input;
        });
    }

    @Override
    public Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        if (path.toolCall() < 0) {
            return models.dispatch(preparing, path, dispatch);
        }
        return tools.dispatch(preparing, path, dispatch, arguments.proposed(preparing, path, dispatch));
    }

    /** What the last model call said. */
    @Override
    public Optional<Object> output(Preparation preparing, StepChange completed) {
        return preparing.entry().events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .filter(outcome -> outcome.status() == OutcomeStatus.COMPLETED)
                .map(outcome -> StepPath.parse(outcome.step()))
                .filter(path -> path.isOfLoop() && path.toolCall() < 0)
                .filter(path -> completed.step().equals(path.owner().toString()))
                .max(Comparator.comparingInt(StepPath::modelCall))
                .map(path -> preparing.steps().find(path.toString()))
                .map(AgentStepType::said);
    }

    /** Its text; the JSON where its answers have to be some; and that it was cut, when it was. */
    private static Object said(StepRow row) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("text", row.outputText() == null ? "" : row.outputText());
        if (row.output() instanceof Map<?, ?> answer) {
            if (answer.get("structured") != null) {
                output.put("structured", answer.get("structured"));
            }
            if (Boolean.TRUE.equals(answer.get("truncated"))) {
                output.put("truncated", true);
                output.put("finish_reason", String.valueOf(answer.get("finish_reason")));
            }
        }
        return output;
    }
}
