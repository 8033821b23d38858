package dev.ferrumdeck.workflows.machine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a step in its run: {@code id}, {@code id[item]} for an item of a map, and below an agent (a step or an
 * item) {@code /llm-n} for its n-th model call and {@code /tool-n-k} for the k-th call that this one proposed.
 *
 * @param planStep id of the step in the plan
 * @param item which item of a map, or -1
 * @param modelCall number of the model call of an agent's loop, from 1, or 0 when this is not part of a loop
 * @param toolCall which proposed call, from 0, or -1
 */
public record StepPath(String planStep, int item, int modelCall, int toolCall) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_-]+)(?:\\[(\\d+)])?(?:/(?:llm-(\\d+)|tool-(\\d+)-(\\d+)))?");

    public static StepPath parse(String path) {
        Matcher matcher = FORM.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a step path: " + path);
        }
        int modelCall = number(matcher.group(3) != null ? matcher.group(3) : matcher.group(4), 0);
        return new StepPath(matcher.group(1), number(matcher.group(2), -1), modelCall, number(matcher.group(5), -1));
    }

    public static StepPath of(String planStep) {
        return new StepPath(planStep, -1, 0, -1);
    }

    public StepPath item(int index) {
        return new StepPath(planStep, index, 0, -1);
    }

    public StepPath modelCall(int number) {
        return new StepPath(planStep, item, number, -1);
    }

    public StepPath toolCall(int number, int index) {
        return new StepPath(planStep, item, number, index);
    }

    /** Whether this is a model or tool call of an agent's loop. */
    public boolean isOfLoop() {
        return modelCall > 0;
    }

    /** The agent whose loop this call belongs to; for a step that is no such call, itself. */
    public StepPath owner() {
        return new StepPath(planStep, item, 0, -1);
    }

    /** The step that this one is part of: the agent of a call, the map of an item; null for a step of the plan. */
    public @Nullable StepPath parent() {
        if (isOfLoop()) {
            return owner();
        }
        return item >= 0 ? of(planStep) : null;
    }

    @Override
    public String toString() {
        String base = item >= 0 ? planStep + "[" + item + "]" : planStep;
        if (toolCall >= 0) {
            return base + "/tool-" + modelCall + "-" + toolCall;
        }
        return modelCall > 0 ? base + "/llm-" + modelCall : base;
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
