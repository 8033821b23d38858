package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.dag.AgentStep;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.dag.MapStep;
import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.dag.StepSpec;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries out {@code open}: the condition and the inputs of a step, before anything of it is dispatched. */
@Component
class Openings {
    private static final int MOST_ITEMS = 10_000;

    private final Inputs inputs;
    private final Prompts prompts;

    Openings(Inputs inputs, Prompts prompts) {
        this.inputs = inputs;
        this.prompts = prompts;
    }

    void open(EntryContext context, String step) {
        StepPath path = StepPath.parse(step);
        Optional<Event.Outcome> refusal = refusal(context, path);
        if (refusal.isPresent()) {
            context.answer(refusal.get());
            return;
        }
        try {
            context.answer(opened(context, path));
        } catch (ExpressionFailed | InputRefused e) {
            context.answer(failed(step, e.getMessage()));
        }
    }

    private Optional<Event.Outcome> refusal(EntryContext context, StepPath path) {
        try {
            return inputs.holds(context, path)
                    ? Optional.empty()
                    : Optional.of(Event.Outcome.of(path.toString(), 0, OutcomeStatus.SKIPPED));
        } catch (ExpressionFailed e) {
            return Optional.of(failed(path.toString(), e.getMessage()));
        }
    }

    private Event.Opened opened(EntryContext context, StepPath path) {
        StepSpec work = context.run().work(path);
        String step = path.toString();
        StepRow row = context.steps().find(step);
        StepRow before = row == null || row.input() == null ? null : row;
        if (work instanceof MapStep map) {
            return new Event.Opened(
                    step, 0, before != null ? Scopes.items(before).size() : openMap(context, path, map));
        }
        if (work instanceof AgentStep) {
            return new Event.Opened(step, before != null ? before.contextTokens() : openAgent(context, path), 0);
        }
        if (work instanceof ModelStep) {
            return new Event.Opened(step, before != null ? before.contextTokens() : openModelCall(context, path), 0);
        }
        return new Event.Opened(step, 0, 0);
    }

    private int openMap(EntryContext context, StepPath path, MapStep map) {
        Object items = inputs.evaluate(context, path, map.over());
        if (!(items instanceof List<?> list)) {
            throw new InputRefused("what map " + path + " goes over is not a list");
        }
        if (list.size() > MOST_ITEMS) {
            throw new InputRefused(
                    "map " + path + " has " + list.size() + " items; at most " + MOST_ITEMS + " are allowed");
        }
        context.steps().setInput(path.toString(), null, Map.of("items", list));
        return list.size();
    }

    private long openAgent(EntryContext context, StepPath path) {
        AgentStep agent = (AgentStep) context.run().work(path);
        Object input = inputs.evaluate(context, path, agent.input());
        context.steps().setInput(path.toString(), null, input == null ? new HashMap<>() : input);
        long tokens = prompts.firstTokens(context.run(), path, input);
        context.steps().setContextTokens(path.toString(), tokens);
        return tokens;
    }

    private long openModelCall(EntryContext context, StepPath path) {
        ModelStep call = (ModelStep) context.run().work(path);
        Map<String, Object> input = new HashMap<>();
        Object system = call.system() == null ? null : inputs.evaluate(context, path, call.system());
        if (system != null) {
            input.put("system", prompts.text(system));
        }
        input.put("prompt", prompts.text(inputs.evaluate(context, path, call.prompt())));
        context.steps().setInput(path.toString(), null, input);
        long tokens = prompts.firstTokens(context.run(), path, input);
        context.steps().setContextTokens(path.toString(), tokens);
        return tokens;
    }

    private static Event.Outcome failed(String step, @Nullable String message) {
        return Event.Outcome.because(
                step, 0, OutcomeStatus.FAILED, ErrorCode.EXPRESSION_FAILED.wireName(), false, Texts.oneLine(message));
    }
}
