package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The door from a run to the world: the gateway implements it; workflows call it as a local activity. */
@ActivityInterface
public interface Control {

    /**
     * Writes an entry of the journal and carries its commands out, in one transaction. The first writer of entry n wins.
     * Throws a retryable failure while PostgreSQL is away. Source: the worker protocol, "Dispatch".
     */
    @ActivityMethod
    Answer advance(Entry entry);
}
