package dev.ferrumdeck.workflows.machine;

/** What a failed or denied step does to its run. */
public enum OnError {
    FAIL,
    CONTINUE
}
