package dev.ferrumdeck.gateway.delivery;

/** Starts the workflow of a queued run; over Temporal. Thread-safe. */
@FunctionalInterface
public interface RunStarter {

    /**
     * Idempotent: a run whose workflow is there already is left alone. Throws when Temporal does not answer; the run stays
     * queued and the sweep tries again.
     */
    void start(String runId);
}
