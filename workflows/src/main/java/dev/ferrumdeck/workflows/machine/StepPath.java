package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a step in its run, of any depth: {@code id} for a step of the plan, and below a step {@code [item]} for an
 * item of a map, {@code /llm-n} for the n-th model call of an agent and {@code /tool-n-k} for the k-th call that this one
 * proposed: {@code each[3]/tool-2-0}.
 *
 * @param parent the step that this one is part of; null for a step of the plan
 * @param part what it is in its parent
 */
public record StepPath(@Nullable StepPath parent, Part part) {
    private static final int LONGEST = 400;
    private static final int DEEPEST = 16;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern BELOW = Pattern.compile("\\[(\\d{1,9})]|/llm-(\\d{1,9})|/tool-(\\d{1,9})-(\\d{1,9})");

    /** One level of a path. */
    public sealed interface Part {
        /** A step of the plan. */
        record Planned(String id) implements Part {}

        /** An item of a map, from 0. */
        record Item(int index) implements Part {}

        /** A model call of an agent's loop, from 1. */
        record ModelCall(int number) implements Part {}

        /** The call {@code index}, from 0, that model call {@code number} proposed. */
        record ToolCall(int number, int index) implements Part {}
    }

    /** @throws IllegalArgumentException when this is no path */
    public static StepPath parse(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("not a step path: " + path));
    }

    /** The path, or empty when the text is none. */
    public static Optional<StepPath> find(@Nullable String path) {
        if (path == null || path.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher id = ID.matcher(path);
        if (!id.lookingAt()) {
            return Optional.empty();
        }
        StepPath found = of(id.group());
        Matcher below = BELOW.matcher(path);
        int end = id.end();
        for (int depth = 1; end < path.length(); depth++) {
            below.region(end, path.length());
            if (depth == DEEPEST || !below.lookingAt()) {
                return Optional.empty();
            }
            found = new StepPath(found, part(below));
            end = below.end();
        }
        return Optional.of(found);
    }

    private static Part part(Matcher below) {
        if (below.group(1) != null) {
            return new Part.Item(Integer.parseInt(below.group(1)));
        }
        return below.group(2) != null
                ? new Part.ModelCall(Integer.parseInt(below.group(2)))
                : new Part.ToolCall(Integer.parseInt(below.group(3)), Integer.parseInt(below.group(4)));
    }

    public static StepPath of(String planStep) {
        return new StepPath(null, new Part.Planned(planStep));
    }

    /** An item of this map. */
    public StepPath item(int index) {
        return new StepPath(this, new Part.Item(index));
    }

    /** A model call of this agent. */
    public StepPath modelCall(int number) {
        return new StepPath(this, new Part.ModelCall(number));
    }

    /** A call that a model call of this agent proposed. */
    public StepPath toolCall(int number, int index) {
        return new StepPath(this, new Part.ToolCall(number, index));
    }

    /** Id of the step of the plan that this is, or is part of. */
    public String planStep() {
        StepPath top = this;
        while (top.parent != null) {
            top = top.parent;
        }
        return ((Part.Planned) top.part).id();
    }

    /** Which item of a map this is or belongs to, by the nearest one; -1 for none. */
    public int item() {
        if (part instanceof Part.Item item) {
            return item.index();
        }
        return parent == null ? -1 : parent.item();
    }

    /** Number of the model call that this is, or that proposed it; 0 for a step that is not part of a loop. */
    public int modelCall() {
        if (part instanceof Part.ModelCall call) {
            return call.number();
        }
        return part instanceof Part.ToolCall call ? call.number() : 0;
    }

    /** Which call of its model call this is, from 0; -1 for what is no such call. */
    public int toolCall() {
        return part instanceof Part.ToolCall call ? call.index() : -1;
    }

    /** Whether this is a model or tool call of an agent's loop. */
    public boolean isOfLoop() {
        return modelCall() > 0;
    }

    /** The agent whose loop this call belongs to; for a step that is no such call, itself. */
    public StepPath owner() {
        return isOfLoop() && parent != null ? parent : this;
    }

    /** The steps that this one is part of, the nearest first. */
    List<StepPath> ancestors() {
        List<StepPath> above = new ArrayList<>();
        for (StepPath next = parent; next != null; next = next.parent) {
            above.add(next);
        }
        return above;
    }

    @Override
    public String toString() {
        String above = parent == null ? "" : parent.toString();
        if (part instanceof Part.Planned planned) {
            return planned.id();
        }
        if (part instanceof Part.Item item) {
            return above + "[" + item.index() + "]";
        }
        return part instanceof Part.ToolCall call
                ? above + "/tool-" + call.number() + "-" + call.index()
                : above + "/llm-" + modelCall();
    }
}
