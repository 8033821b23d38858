package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.ToolStep;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.StepPath;
import org.springframework.stereotype.Component;

/** A step that calls a tool with arguments of the definition. */
@Component
class ToolStepType implements StepType {
    private final ToolArguments arguments;
    private final ToolCalls calls;
    private final Answers answers;

    ToolStepType(ToolArguments arguments, ToolCalls calls, Answers answers) {
        this.arguments = arguments;
        this.calls = calls;
        this.answers = answers;
    }

    @Override
    public Class<ToolStep> work() {
        return ToolStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return ToolCalls.TYPE;
    }

    @Override
    public Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        return arguments
                .evaluated(preparing, path, dispatch)
                .map(call -> calls.dispatch(preparing, path, dispatch, call))
                .orElse(context -> answers.skipped(context, dispatch, ToolCalls.TYPE));
    }
}
