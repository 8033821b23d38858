package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.Event;
import java.util.List;

/** The way to the workflow of a run. Anything but the named answers is an exception: try again later. Thread-safe. */
public interface RunDoor {

    /**
     * Sends outcomes as one Update and waits for its answer.
     *
     * @param updateId the same for the same outcomes, so that a repeated Update is known as such
     */
    Delivery outcomes(String runId, String updateId, List<Event.Outcome> outcomes);

    /**
     * Sends a word of people, or of the sweep, as a Signal.
     *
     * @param name of the Signal: {@code decided}, {@code pause}, {@code resume}, {@code budget}, {@code nudge}
     * @param arguments what the Signal carries
     */
    Delivery signal(String runId, String name, Object... arguments);

    /** Asks for the cancellation of a run. */
    Delivery cancel(String runId, String reason);

    /** What Temporal says of the workflow of a run. */
    Standing standing(String runId);

    /** What became of a message. */
    enum Delivery {
        /** The run has it, now or already. */
        TAKEN,
        /** The run is over or unknown to Temporal. */
        RUN_GONE
    }

    /** How a workflow stands. */
    enum Standing {
        OPEN,
        COMPLETED,
        FAILED,
        CANCELLED,
        TERMINATED,
        TIMED_OUT,
        MISSING
    }
}
