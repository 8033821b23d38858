package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.Event;

/** Ends a run that its workflow does not end; package {@code journal} implements it. Thread-safe. */
public interface RunEnding {

    /**
     * Ends the run unless it has ended meanwhile, with an entry of its journal.
     *
     * @param why {@link Event.CancelRequested} or {@link Event.Lost}
     * @return whether it was ended now
     */
    boolean end(String runId, Event why);
}
