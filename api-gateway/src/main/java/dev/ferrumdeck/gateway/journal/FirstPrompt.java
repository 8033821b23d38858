package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Opens what begins with a prompt: its input is evaluated once, and its size is known before anything is reserved. */
@Component
class FirstPrompt {
    private final Inputs inputs;
    private final Prompts prompts;

    FirstPrompt(Inputs inputs, Prompts prompts) {
        this.inputs = inputs;
        this.prompts = prompts;
    }

    Deed open(Preparation preparing, StepPath path, Supplier<Object> input) {
        String step = path.toString();
        StepRow row = preparing.steps().find(step);
        if (row != null && row.input() != null) {
            return Deed.answering(new Event.Opened(step, row.contextTokens(), 0));
        }
        Object value = input.get();
        long tokens = prompts.firstTokens(preparing.run(), path, value);
        Kept kept = inputs.keep(preparing, value);
        return context -> {
            context.steps().setInput(step, null, kept);
            context.steps().setContextTokens(step, tokens);
            context.answer(new Event.Opened(step, tokens, 0));
        };
    }
}
