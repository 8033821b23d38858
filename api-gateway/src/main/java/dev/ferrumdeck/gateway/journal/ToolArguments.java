package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.values.Flaws;
import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.workflows.dag.ToolStep;
import dev.ferrumdeck.workflows.machine.Command;
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
    private static final int LONGEST_QUOTE = 500;

    private final Inputs inputs;
    private final Approved approved;
    private final JsonMapper json;

    ToolArguments(Inputs inputs, Approved approved, JsonMapper json) {
        this.inputs = inputs;
        this.approved = approved;
        this.json = json;
    }

    /**
     * The call of a step of the definition; empty when the step's condition does not hold.
     *
     * @throws InputRefused when the arguments are not an object
     */
    Optional<ToolCalls.Call> evaluated(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        ToolStep step = (ToolStep) preparing.run().work(path);
        StepRow row = preparing.steps().find(path.toString());
        if (row != null && row.input() != null) {
            return Optional.of(edited(preparing, path, dispatch, step.tool(), row.input()));
        }
        if (!inputs.holds(preparing, path)) {
            return Optional.empty();
        }
        Map<String, Object> arguments = object(inputs.evaluate(preparing, path, step.input()), path);
        return Optional.of(new ToolCalls.Call(step.tool(), arguments, Optional.of(inputs.keep(preparing, arguments))));
    }

    /** The call that a model proposed. */
    ToolCalls.Call proposed(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        StepRow row = preparing.steps().find(path.toString());
        if (row == null || row.tool() == null) {
            throw new InputRefused("no model proposed the call " + path);
        }
        return edited(preparing, path, dispatch, row.tool(), row.input());
    }

    private ToolCalls.Call edited(
            Preparation preparing, StepPath path, Command.Dispatch dispatch, String tool, @Nullable Object known) {
        Optional<JsonNode> edited =
                approved.find(preparing, dispatch).filter(Approval::isEdited).map(Approval::effectiveArguments);
        if (edited.isEmpty()) {
            return new ToolCalls.Call(tool, object(known, path), Optional.empty());
        }
        Map<String, Object> arguments = object(json.treeToValue(edited.get(), Object.class), path);
        return new ToolCalls.Call(tool, arguments, Optional.of(inputs.keep(preparing, arguments)));
    }

    private static Map<String, Object> object(@Nullable Object value, StepPath path) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw path.isOfLoop()
                    ? new InputRefused(
                            ErrorCode.VALIDATION_FAILED,
                            "your arguments are no JSON object, so the call was not made: " + quote(value))
                    : new InputRefused("the arguments of " + path + " are not an object");
        }
        Flaws.ofExact(map).stream().findFirst().ifPresent(flaw -> {
            throw new InputRefused(
                    ErrorCode.VALIDATION_FAILED, "the argument at " + flaw.pointer() + ": " + flaw.message());
        });
        Map<String, Object> arguments = new LinkedHashMap<>();
        map.forEach((key, each) -> arguments.put(String.valueOf(key), each));
        return arguments;
    }

    private static String quote(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
