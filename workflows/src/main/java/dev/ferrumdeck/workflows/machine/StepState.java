package dev.ferrumdeck.workflows.machine;

/** State of a step. {@code WAITING} is for people (an approval) or for time (a back-off, a wait step). */
public enum StepState {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    SKIPPED,
    DENIED,
    FAILED,
    CANCELLED,
    UNKNOWN;

    /** Whether the step has ended: such a state never changes. {@code UNKNOWN} waits for people and is not an end. */
    public boolean isTerminal() {
        return this == COMPLETED || this == SKIPPED || this == DENIED || this == FAILED || this == CANCELLED;
    }
}
