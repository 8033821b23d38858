package dev.ferrumdeck.workflows.machine;

/** What people said of an approval. The last three answer an approval of kind {@code reconcile}. */
public enum Verdict {
    APPROVED,
    DENIED,
    EXPIRED,
    /** The effect happened; the person gave its result. */
    HAPPENED,
    /** The effect did not happen: run it again. */
    RETRY,
    /** Count the step as failed. */
    FAIL
}
