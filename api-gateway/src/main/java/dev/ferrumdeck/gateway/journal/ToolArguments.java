package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.workflows.dag.ToolStep;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The exact arguments of tool calls: evaluated or proposed once, replaced only by those that people edited. */
@Component
class ToolArguments {
    private final Inputs inputs;
    private final JsonMapper json;

    ToolArguments(Inputs inputs, JsonMapper json) {
        this.inputs = inputs;
        this.json = json;
    }

    /** A call of a tool by its platform name. */
    record Call(String tool, Map<String, Object> arguments) {}

    /**
     * The call at that path; empty when the step's condition does not hold.
     *
     * @throws InputRefused when the arguments are not an object
     */
    Optional<Call> of(EntryContext context, StepPath path, Optional<Approval> approval) {
        Optional<Call> call = path.isOfLoop() ? Optional.of(proposed(context, path)) : evaluated(context, path);
        JsonNode edited = approval.filter(Approval::isEdited)
                .map(Approval::effectiveArguments)
                .orElse(null);
        if (call.isEmpty() || edited == null) {
            return call;
        }
        Map<String, Object> arguments = object(json.treeToValue(edited, Object.class), path);
        context.steps().setInput(path.toString(), call.get().tool(), arguments);
        return Optional.of(new Call(call.get().tool(), arguments));
    }

    private Call proposed(EntryContext context, StepPath path) {
        StepRow row = context.steps().find(path.toString());
        if (row == null || row.tool() == null) {
            throw new InputRefused("no model proposed the call " + path);
        }
        return new Call(row.tool(), object(row.input(), path));
    }

    private Optional<Call> evaluated(EntryContext context, StepPath path) {
        ToolStep step = (ToolStep) context.run().work(path);
        StepRow row = context.steps().find(path.toString());
        if (row != null && row.input() != null) {
            return Optional.of(new Call(step.tool(), object(row.input(), path)));
        }
        if (!inputs.holds(context, path)) {
            return Optional.empty();
        }
        Map<String, Object> arguments = object(inputs.evaluate(context, path, step.input()), path);
        context.steps().setInput(path.toString(), step.tool(), arguments);
        return Optional.of(new Call(step.tool(), arguments));
    }

    private static Map<String, Object> object(@Nullable Object value, StepPath path) {
        if (value == null) {
            return Map.of();
        }
        if (!(Values.clean(value) instanceof Map<?, ?> map)) {
            throw new InputRefused("the arguments of " + path + " are not an object");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        map.forEach((key, each) -> arguments.put(String.valueOf(key), each));
        return arguments;
    }
}
