package dev.ferrumdeck.worker.intake;

/** Why work is stopped before it is done. */
enum Ending {
    /** The run does not want it any more. */
    CANCELLED,
    /** The lease is gone, or nobody can tell: whatever comes of the work must not be reported. */
    LOST,
    /** The worker is going away and hands the attempt back. */
    RELEASED,
    /** The step's time is over. */
    TIMED_OUT
}
