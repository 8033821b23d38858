package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.StepSpec;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.Optional;

/**
 * What the journal does for one type of step: one class per type, found by {@link StepTypes}. Its methods read and
 * evaluate, outside of any transaction, and may throw: the step is then answered as failed, see {@link Refusal}. Each of
 * them is called for steps of its own type only. Implementations are thread-safe.
 */
interface StepType {
    /** The work that is of this type. */
    Class<? extends StepSpec> work();

    /** What the attempts at that path are called in {@code attempts.type}. */
    String attemptType(StepPath path);

    /** Opens a step whose condition holds: what must be known before anything of it is dispatched. */
    default Deed open(Preparation preparing, StepPath path) {
        return Deed.answering(new Event.Opened(path.toString(), 0, 0));
    }

    /** Dispatches an attempt of the step, or of a call of its loop. */
    default Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        throw new IllegalStateException("step " + path + " is not one that is dispatched");
    }

    /** The output of a step that this entry completes, when no worker reports it. */
    default Optional<Object> output(Preparation preparing, StepChange completed) {
        return Optional.empty();
    }
}
