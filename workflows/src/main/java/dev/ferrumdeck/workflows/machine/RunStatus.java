package dev.ferrumdeck.workflows.machine;

/** Status of a run. {@code QUEUED} is known to the gateway only: a run whose workflow has begun is at least running. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    WAITING,
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED,
    BUDGET_EXCEEDED;

    /** Whether the run is over: such a status never changes. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED || this == BUDGET_EXCEEDED;
    }
}
