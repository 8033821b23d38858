package dev.ferrumdeck.workflows.machine;

import java.util.List;

/**
 * What the machine made of some events.
 *
 * @param state the next state
 * @param commands what is to be done, at most {@link Machine#MAX_COMMANDS}
 * @param changes the steps that changed, each once
 * @param view what the run looks like now
 * @param ignored why events had no effect that should never have been sent; for people
 */
public record Transition(
        RunState state, List<Command> commands, List<StepChange> changes, RunView view, List<String> ignored) {
    public Transition {
        commands = List.copyOf(commands);
        changes = List.copyOf(changes);
        ignored = List.copyOf(ignored);
    }
}
