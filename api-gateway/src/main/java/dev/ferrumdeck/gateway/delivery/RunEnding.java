package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.RunStatus;

/** Ends a run whose workflow ended, or went missing, without finishing it; package {@code journal} implements it. */
public interface RunEnding {

    /**
     * Ends the run unless it has ended meanwhile.
     *
     * @param status a terminal status
     * @param code wire name of an error code
     * @return whether it was ended now
     */
    boolean end(String runId, RunStatus status, String code, String message);
}
